import { CompositeAlarm, type IAlarm, type IAlarmRule } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlertRouting } from '../alert-routing';

export interface ToldCompositeProps {
  readonly alarmName: string;
  readonly alarmDescription: string;
  readonly alarmRule: IAlarmRule;
  readonly alerts: AlertRouting;
  readonly severity: string;
}

/** A composite alarm that tells the same people when it begins and when it ends. */
export function toldComposite(scope: Construct, id: string, props: ToldCompositeProps): IAlarm {
  const { alerts, severity, alarmRule } = props;
  const compositeAlarmName = alerts.nameOf(props.alarmName);
  const composite = new CompositeAlarm(scope, id, {
    compositeAlarmName,
    alarmDescription: alerts.describe(compositeAlarmName, props.alarmDescription),
    alarmRule,
  });
  const actions = alerts.actionsFor(composite, severity);
  composite.addAlarmAction(...actions);
  composite.addOkAction(...actions);
  return composite;
}

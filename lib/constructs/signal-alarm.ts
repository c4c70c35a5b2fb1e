import { Alarm, type AlarmProps, type CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlertRouting } from './alert-routing';

export interface SignalAlarmProps
  extends Omit<AlarmProps, 'datapointsToAlarm' | 'alarmName' | 'alarmDescription'> {
  /** Name of the alarm, without the routing's prefix; part of the contract, since incidents and runbooks name it. */
  readonly alarmName: string;

  /** What is broken, in the words of the person who is woken; the alert begins with it. */
  readonly alarmDescription: string;

  /** M of M-of-N, always stated: CloudWatch words its reasons differently without it. */
  readonly datapointsToAlarm: number;

  /** Where the alarm goes. */
  readonly alerts: AlertRouting;

  /** Which of the routing's topics. */
  readonly severity: string;

  /**
   * Minutes in which a new alarm stays INSUFFICIENT_DATA and silent.
   * @default - evaluated from the first minute
   */
  readonly warmUpMinutes?: number;

  /**
   * Whether the warm-up takes all of its minutes. CloudWatch ends it as soon as the window is full, which that of
   * a metric with a value for every period always is, however new what it watches.
   * @default false
   */
  readonly warmUpInFull?: boolean;
}

/** An alarm of a monitor: it tells the same people when it begins and when it ends. */
export class SignalAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: SignalAlarmProps) {
    const { alerts, severity, warmUpMinutes, warmUpInFull, ...alarm } = props;
    const alarmName = alerts.nameOf(alarm.alarmName);
    const alarmDescription = alerts.describe(alarmName, alarm.alarmDescription);
    super(scope, id, { ...alarm, alarmName, alarmDescription });
    const actions = alerts.actionsFor(this, severity);
    this.addAlarmAction(...actions);
    this.addOkAction(...actions);
    // The L2 has no warm-up yet, and the L1 has it only from 2.270 on.
    if (warmUpMinutes !== undefined) {
      (this.node.defaultChild as CfnAlarm).addPropertyOverride('WarmUpConfiguration', {
        WarmUpPeriodDurationInMinutes: warmUpMinutes,
        ...(warmUpInFull && { OnlyStartEvaluatingAfterWarmUpPeriodEnds: true }),
      });
    }
  }
}

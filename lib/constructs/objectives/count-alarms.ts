import { Duration } from 'aws-cdk-lib';
import {
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type RunCount, runCounts, TOO_FEW_RUNS } from '../../contract';
import type { AlertRouting } from '../alert-routing';
import { SignalAlarm } from '../signal-alarm';
import type { ObjectiveAlarms, ObjectivePlace } from './objective-alarms';
import type { RunPromise } from './objective-promise';
import { badText, budgetText, countText, promiseText } from './objective-text';
import type { RunSignal } from './run-signal';
import { toldComposite } from './told-composite';

/** The alarms of a promise of so few runs that single bad ones are counted. */
export function countAlarms(
  scope: Construct,
  place: ObjectivePlace,
  promise: RunPromise,
  signal: RunSignal,
): ObjectiveAlarms {
  const { page, ticket } = runCounts(promise.budget, promise.runsPerDay);
  const { alerts, nameOf, severities } = place;
  const alarmFor = (id: string, part: string, count: RunCount, routing: AlertRouting, severity: string) =>
    new SignalAlarm(scope, id, {
      alarmName: nameOf(part),
      alarmDescription: description(place, promise, count),
      metric: badRuns(signal, promise, count.withinSeconds),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: count.runs,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alerts: routing,
      severity,
    });
  const paged = alarmFor('Page', 'page', page, alerts, severities.page);
  if (!ticket) return { page: paged };
  const leak = alarmFor('Leak', 'leak', ticket, alerts.silently(), '');
  return {
    page: paged,
    ticket: toldComposite(scope, 'Ticket', {
      alarmName: nameOf('ticket'),
      alarmDescription: description(place, promise, ticket),
      alarmRule: AlarmRule.allOf(
        AlarmRule.fromAlarm(leak, AlarmState.ALARM),
        AlarmRule.not(AlarmRule.fromAlarm(paged, AlarmState.ALARM)),
      ),
      alerts,
      severity: severities.ticket,
    }),
  };
}

// --- internal ---

function badRuns({ bad }: RunSignal, promise: RunPromise, withinSeconds: number): MathExpression {
  const period = Duration.seconds(withinSeconds);
  return new MathExpression({
    label: `runs ${badText(promise)}`,
    // 0 without a run: in a gap, CloudWatch would look at an older window again.
    expression: 'bad + TIME_SERIES(0)',
    usingMetrics: { bad: bad.with({ period }) },
    period,
  });
}

const description = ({ realm }: ObjectivePlace, promise: RunPromise, count: RunCount): string =>
  `${promiseText(promise)}. ${countText(promise, count)} of ${budgetText(promise)}, which are ${TOO_FEW_RUNS}, in realm ${realm}.`;

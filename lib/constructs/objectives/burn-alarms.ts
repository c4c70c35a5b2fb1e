import {
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  type IAlarm,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type BurnTier, type BurnWindow, badShare, burnTiers, burnWindows } from '../../contract';
import { formatDuration } from '../../text';
import { SignalAlarm } from '../signal-alarm';
import type { ObjectiveAlarms, ObjectivePlace } from './objective-alarms';
import type { RunPromise } from './objective-promise';
import { badText, budgetText, promiseText } from './objective-text';
import { burnRate, type RunSignal } from './run-signal';
import { toldComposite } from './told-composite';

/**
 * The alarms of a promise of so many runs that they are a rate: for each tier one on its long window and one on its
 * short, both silent; a composite for each severity, of which the ticket is quiet while the page speaks.
 */
export function burnAlarms(
  scope: Construct,
  place: ObjectivePlace,
  promise: RunPromise,
  signal: RunSignal,
): ObjectiveAlarms {
  const tiers = burnTiers(promise.budget);
  const burning = new Map(
    tiers.map((tier) => [
      tier.id,
      AlarmRule.allOf(
        ...burnWindows(tier, promise.budget).map((window) =>
          AlarmRule.fromAlarm(windowAlarm(scope, place, promise, signal, window), AlarmState.ALARM),
        ),
      ),
    ]),
  );
  const [fast, slow, leak] = tiers as [BurnTier, BurnTier, BurnTier];
  const page = toldComposite(scope, 'Page', {
    alarmName: place.nameOf('page'),
    alarmDescription:
      `${promiseText(promise)}. The budget of ${budgetText(promise)} is spent so fast that it is gone within days: ` +
      `${speed(promise, fast)}, or ${speed(promise, slow)}, in realm ${place.realm}.`,
    alarmRule: AlarmRule.anyOf(burning.get('fast')!, burning.get('slow')!),
    alerts: place.alerts,
    severity: place.severities.page,
  });
  const ticket = toldComposite(scope, 'Ticket', {
    alarmName: place.nameOf('ticket'),
    alarmDescription:
      `${promiseText(promise)}. The budget of ${budgetText(promise)} leaks away: ` +
      `${speed(promise, leak)}, in realm ${place.realm}.`,
    alarmRule: AlarmRule.allOf(
      burning.get('leak')!,
      AlarmRule.not(AlarmRule.fromAlarm(page, AlarmState.ALARM)),
    ),
    alerts: place.alerts,
    severity: place.severities.ticket,
  });
  return { page, ticket };
}

// --- internal ---

function windowAlarm(
  scope: Construct,
  { realm, nameOf, alerts }: ObjectivePlace,
  promise: RunPromise,
  signal: RunSignal,
  window: BurnWindow,
): IAlarm {
  const { tier, length, seconds, leastRuns } = window;
  return new SignalAlarm(scope, `${capital(tier.id)}${capital(length)}`, {
    alarmName: nameOf(`${tier.id}-${length}`),
    alarmDescription: `${promiseText(promise)}: ${speed(promise, tier, seconds)}, in realm ${realm}.`,
    metric: burnRate(signal, promise, seconds, leastRuns),
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: tier.factor,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alerts: alerts.silently(),
    severity: '',
  });
}

/** `14.4 times too fast over 1h (14.4% of runs failed)` */
function speed(promise: RunPromise, { factor, longSeconds }: BurnTier, seconds = longSeconds): string {
  const share = Number((factor * badShare(promise.budget) * 100).toPrecision(3));
  return `${Number(factor.toPrecision(3))} times too fast over ${formatDuration(seconds)} (${share}% of runs ${badText(promise)})`;
}

const capital = (word: string): string => `${word[0]!.toUpperCase()}${word.slice(1)}`;

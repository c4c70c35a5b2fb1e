import { evaluationRange, parseAlarmRule } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import { periodOf } from '../report/alarm-text';
import type { TemplateModel } from '../template';

/**
 * Milliseconds from the start of a recording until an alarm sees nothing from before it. A composite alarm
 * has the longest of its children's, all the way down.
 * @param unknownFor milliseconds from the start for which what an alarm reads is not known
 */
export function runInsOf(
  { alarms, compositeAlarms }: TemplateModel,
  unknownFor: (alarm: MetricAlarm) => number,
): (alarmName: string) => number {
  const runIns = new Map(alarms.flatMap((alarm) => named(alarm, unknownFor(alarm) + runIn(alarm))));
  const rules = new Map(
    compositeAlarms.flatMap((alarm) => named(alarm, parseAlarmRule(alarm.alarmRule).children)),
  );
  const longest = (name: string): number => {
    const known = runIns.get(name);
    if (known !== undefined) return known;
    // Set before its children are looked at, so that a cycle ends.
    runIns.set(name, 0);
    const own = Math.max(0, ...(rules.get(name) ?? []).map(longest));
    runIns.set(name, own);
    return own;
  };
  return longest;
}

// --- internal ---

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A rule may name its children either way. */
function named<T>({ alarmName, alarmArn }: { alarmName: string; alarmArn: string }, value: T) {
  return [
    [alarmName, value],
    [alarmArn, value],
  ] as const;
}

/** The evaluation range, the time until the next evaluation, and how long before that a range may end. */
function runIn(alarm: MetricAlarm): number {
  const { evaluationPeriods, metric } = alarm;
  const period = periodOf(alarm);
  const range = evaluationRange(evaluationPeriods, period, { onMath: metric === undefined });
  const between = evaluationPeriods * period * 1000 > DAY ? 60 * MINUTE : MINUTE;
  return range * period * 1000 + between + MINUTE;
}

import { parseAlarmRule } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import { periodOf } from '../report/alarm-text';
import type { TemplateModel } from '../template';

/**
 * Milliseconds from the start of a recording until an alarm sees nothing from before it. A composite alarm
 * has the longest of its children's, all the way down.
 */
export function runInsOf({ alarms, compositeAlarms }: TemplateModel): (alarmName: string) => number {
  const runIns = new Map(alarms.flatMap((alarm) => named(alarm, runIn(alarm))));
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
  const period = Math.max(periodOf(alarm), 60) * 1000;
  const between = alarm.evaluationPeriods * period > DAY ? 60 * MINUTE : MINUTE;
  return (alarm.evaluationPeriods + 2) * period + between + MINUTE;
}

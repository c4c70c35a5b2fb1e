import { type AlarmState, alarmNameOf, answersTo, parseAlarmRule, readingOf } from '../../engine';
import type { CompositeAlarm } from '../../engine/model';
import type { RecordedHistory } from '../history/recorded-history';
import { agreementOf, type Change, joined, rateOf } from './agreement';
import type { AlarmJudgement } from './judge-alarm';
import { segmentsOf } from './segment';

/**
 * Holds a composite alarm against the recorded states of its children, under each precedence of AND and OR; the reason
 * why not for one whose children's states are not recorded.
 */
export function judgeComposite(
  alarm: CompositeAlarm,
  { alarms }: RecordedHistory,
  { from, to }: { readonly from: number; readonly to: number },
): AlarmJudgement | string {
  const record = alarms.get(alarm.alarmName);
  if (!record) return 'no history of it is given';
  const names = parseAlarmRule(alarm.alarmRule).children.map(alarmNameOf);
  const strangers = names.filter((name) => !alarms.has(name));
  if (strangers.length > 0)
    return `the history of ${strangers.join(', ')}, which its rule reads, is not given`;
  const segments = segmentsOf(record, { from, to, interval: MINUTE });
  if (segments.length === 0) return 'no state of it is recorded in the time that the data cover';
  const fits = answersTo('and-or').map((precedence) => {
    const rule = parseAlarmRule(alarm.alarmRule, precedence);
    const agreement = joined(
      segments.map((segment) =>
        agreementOf(segment.changes, predicted(rule.evaluate, names, alarms, segment), TOLERANCE),
      ),
    );
    return { readings: [readingOf({ 'and-or': precedence })], rate: rateOf(agreement), agreement };
  });
  const best = fits.reduce((most, one) => (one.rate > most.rate ? one : most));
  return { alarmName: alarm.alarmName, segments, agreement: best.agreement, fits, notes: [] };
}

// --- internal ---

const MINUTE = 60_000;
/** A composite alarm follows its children at once, and is told within seconds. */
const TOLERANCE = 15_000;

type Evaluate = ReturnType<typeof parseAlarmRule>['evaluate'];

function predicted(
  evaluate: Evaluate,
  names: readonly string[],
  alarms: RecordedHistory['alarms'],
  segment: { readonly from: number; readonly to: number; readonly state: AlarmState },
): Change[] {
  const states = new Map<string, AlarmState>();
  const changes = names.flatMap((name) => alarms.get(name)!.changes.map((change) => ({ ...change, name })));
  for (const change of changes.toSorted((a, b) => b.at - a.at)) states.set(change.name, change.from);
  const stateOf = (child: string) => states.get(alarmNameOf(child)) ?? 'INSUFFICIENT_DATA';
  const found: Change[] = [];
  let { state } = segment;
  const follow = (at: number) => {
    const next = evaluate(stateOf);
    if (next !== state) found.push({ at, from: state, to: next });
    state = next;
  };
  const ordered = changes.toSorted((a, b) => a.at - b.at);
  for (const { name, to, at } of ordered) if (at < segment.from - TOLERANCE) states.set(name, to);
  // A rule is true or false: an alarm without a state has just been made.
  if (state === 'INSUFFICIENT_DATA') follow(segment.from);
  for (const { name, to, at } of ordered) {
    if (at < segment.from - TOLERANCE || at > segment.to) continue;
    states.set(name, to);
    follow(at);
  }
  return found;
}

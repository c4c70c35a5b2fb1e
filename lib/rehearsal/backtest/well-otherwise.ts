import type { RecordedSpan } from '../../engine';
import type { Signal } from '../../engine/model/signal';
import { play } from '../rehearse/play';
import { type StateHistory, stateHistories } from '../rehearse/state-history';
import type { TemplateModel } from '../template';

export interface WellOtherwise {
  /** Epoch milliseconds: what is played. */
  readonly start: number;
  readonly end: number;
  /** Alarms of which nothing was recorded; they are well all along. */
  readonly silent: ReadonlySet<string>;
}

/**
 * The states of each alarm if all was well before and after a recording: no datapoint breaches that was not recorded. It is
 * the quietest that the rest can have been, so that a metric alarm that is in ALARM here was so in any case, and so was a
 * composite that asks for nothing but ALARM.
 */
export function wellOtherwise(
  model: TemplateModel,
  signals: readonly Signal[],
  { start, end, silent }: WellOtherwise,
): ReadonlyMap<string, StateHistory> {
  const span = recordedSpan(signals);
  const recorded = new Map(
    model.alarms.map(({ alarmName }) => [alarmName, silent.has(alarmName) ? NOTHING : span]),
  );
  const names = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  const states = Object.fromEntries(names.map((name) => [name, 'OK' as const]));
  const { transitions } = play(
    model,
    signals.filter((signal) => timeOf(signal) < end),
    { start, end, states, recorded },
  );
  return stateHistories(names, start, transitions);
}

/** Whether a composite cannot leave ALARM because a child goes into it. */
export const asksForAlarmsAlone = (alarmRule: string): boolean =>
  !/\b(?:NOT|OK|INSUFFICIENT_DATA)\b/.test(alarmRule);

// --- internal ---

const MINUTE = 60_000;
const NOTHING: RecordedSpan = { from: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY };

const timeOf = (signal: Signal): number => ('timestamp' in signal ? signal.timestamp : signal.start);

/** A record is an instant, a datapoint a minute at least. */
const lengthOf = (signal: Signal): number =>
  signal.type === 'log' ? 1 : signal.type === 'series' ? signal.length * signal.every : MINUTE;

function recordedSpan(signals: readonly Signal[]): RecordedSpan {
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  for (const signal of signals) {
    const at = timeOf(signal);
    from = Math.min(from, at);
    until = Math.max(until, at + lengthOf(signal));
  }
  return { from, until };
}

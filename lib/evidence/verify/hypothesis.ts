import { answersTo, DEFAULT_READING, QUESTION_CODES, type Reading, readingOf } from '../../engine';
import { alarmFactors } from '../../engine/alarm-factors';
import { alarmKey } from '../../engine/alarm-key';
import type { MetricAlarm } from '../../engine/model';

/** What is assumed when a history is replayed: an answer to everything that may matter. Milliseconds. */
export interface Hypothesis {
  /** The readings that make no difference to the alarm, the one with the most usual answers first. */
  readonly readings: readonly [Reading, ...Reading[]];
  /** From the start of a recorded period to the data in it: they may be at its beginning or at its end. */
  readonly place: number;
  /** From its time to its visibility, of a datum that a program sent with PutMetricData. */
  readonly sentDelay: number;
}

/** Where the data of an alarm come from. */
export interface DataSources {
  /** Metrics of AWS. */
  readonly aws: boolean;
  /** Metrics of log records, as records or as statistics. */
  readonly records: boolean;
  /** Other metrics. */
  readonly sent: boolean;
  /** Milliseconds of a recorded period, in which the instants of the data are not known; 0 for data with instants. */
  readonly period: number;
}

/**
 * All that a recording leaves open, under every reading. The second of the evaluations is not among it: the changes
 * themselves tell it.
 *
 * @param at when the history is of, epoch milliseconds
 */
export function hypothesesFor(alarm: MetricAlarm, sources: DataSources, at: number): Hypothesis[] {
  const { aws, records, sent, period } = sources;
  const fed = {
    ...NOT_TOLD,
    hasData: () => true,
    fromLogs: () => records,
    fromAws: () => aws,
  };
  // Only these: the product of all questions is millions of readings.
  const open = alarmFactors(alarm, { usual: DEFAULT_READING, open: ASKED, fed, start: at }).keys();
  const all = [...open].reduce<Partial<Reading>[]>(
    (partial, code) =>
      partial.flatMap((one) => answersTo(code).map((answer) => ({ ...one, [code]: answer }))),
    [{}],
  );
  const alike = new Map<string, [Reading, ...Reading[]]>();
  for (const reading of all.map(readingOf)) {
    const key = alarmKey(alarm, reading, at, fed);
    const group = alike.get(key);
    if (group) group.push(reading);
    else alike.set(key, [reading]);
  }
  const places = period > 0 ? [0, Math.max(0, period - 1_000)] : [0];
  const delays = sent ? SENT_DELAYS : [0];
  return [...alike.values()].flatMap((readings) =>
    places.flatMap((place) => delays.map((sentDelay) => ({ readings, place, sentDelay }))),
  );
}

// --- internal ---

/** The changes tell the second; composite alarms are judged on their own. */
const ASKED = QUESTION_CODES.filter(
  (code) => !['evaluation-second', 'and-or', 'other-alarm', 'other-suppressor'].includes(code),
);

/** A recording is of one unit, and of data that counted; a state that was set by hand ends what is replayed. */
const NOT_TOLD = { hasUnits: () => false, isSalvaged: () => false, isForced: () => false };

/** The ends of what AWS says of PutMetricData, and the middle. */
const SENT_DELAYS = [0, 60_000, 120_000];

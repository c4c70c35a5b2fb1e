import { answersTo, QUESTION_CODES, type QuestionCode, type Reading, readingOf } from '../../engine';
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
  const open: QuestionCode[] = [...RULES, ...(records ? RECORD : []), ...(aws ? AWS : [])];
  const all = open.reduce<Partial<Reading>[]>(
    (partial, code) =>
      partial.flatMap((one) => answersTo(code).map((answer) => ({ ...one, [code]: answer }))),
    [{}],
  );
  const fed = { hasData: () => true, fromLogs: () => records, fromAws: () => aws };
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

const RECORD: readonly QuestionCode[] = ['record-delay'];
const AWS: readonly QuestionCode[] = ['aws-delay'];

/** The rules of an evaluation: what neither the data nor the schedule decides. */
const RULES = QUESTION_CODES.filter(
  (code) => ![...RECORD, ...AWS, 'evaluation-second', 'and-or'].includes(code),
);

/** The ends of what AWS says of PutMetricData, and the middle. */
const SENT_DELAYS = [0, 60_000, 120_000];

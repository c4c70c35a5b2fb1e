import { alarmKey } from './alarm-key';
import { subjectOf } from './metric-alarm/alarm-subject';
import type { MetricAlarm } from './model';
import { answersTo, type QuestionCode, type Reading } from './reading';
import type { FedMetrics } from './told-signals';

/** Where a question is asked: with what else is answered, of which data, and when. */
export interface FactorSettings {
  readonly usual: Reading;
  /** The questions that are open. */
  readonly open: readonly QuestionCode[];
  readonly fed: FedMetrics;
  /** Epoch milliseconds. */
  readonly start: number;
}

/** By question, the answers that differ in effect. */
export type QuestionFactors = ReadonlyMap<QuestionCode, readonly unknown[]>;

/**
 * The questions whose answers make a difference to a metric alarm, each with one answer for every effect; the usual one
 * comes first. Throws what `subjectOf` throws.
 */
export function alarmFactors(alarm: MetricAlarm, settings: FactorSettings): QuestionFactors {
  const known = KNOWN.get(alarm) ?? new Map<string, QuestionFactors>();
  KNOWN.set(alarm, known);
  const key = settingsKey(alarm, settings);
  const factors = known.get(key) ?? foundFactors(alarm, settings);
  known.set(key, factors);
  return factors;
}

/** The same of anything whose effect is a text. */
export function distinctFactors(
  codes: readonly QuestionCode[],
  usual: Reading,
  effectOf: (reading: Reading) => string,
): QuestionFactors {
  const factors = new Map<QuestionCode, readonly unknown[]>();
  for (const code of codes) {
    const byEffect = new Map<string, unknown>();
    for (const answer of new Set([usual[code], ...answersTo(code)])) {
      const effect = effectOf({ ...usual, [code]: answer });
      if (!byEffect.has(effect)) byEffect.set(effect, answer);
    }
    if (byEffect.size > 1) factors.set(code, [...byEffect.values()]);
  }
  return factors;
}

// --- internal ---

/** Whoever looks for data that move an alarm asks for its factors with each that he tries. */
const KNOWN = new WeakMap<MetricAlarm, Map<string, QuestionFactors>>();

/** All that `alarmKey` takes, beside the alarm. */
function settingsKey(alarm: MetricAlarm, { usual, open, fed, start }: FactorSettings): string {
  const inputs = subjectOf(alarm).inputs.map((input) => [
    fed.hasData(input),
    fed.fromLogs(input),
    fed.fromAws(input),
    fed.hasUnits(input),
    fed.isSalvaged(input),
  ]);
  return JSON.stringify([start, usual, open, inputs, fed.isForced(alarm.alarmName)]);
}

function foundFactors(alarm: MetricAlarm, { usual, open, fed, start }: FactorSettings): QuestionFactors {
  // Where the windows of metrics end matters to math only if they end its own: a pair that must not be missed.
  const bases: Partial<Reading>[] = [{}];
  if (alarm.metrics && open.includes('window-math')) bases.push({ 'window-math': 'as-metrics' });
  return distinctFactors(open, usual, (reading) =>
    bases.map((base) => alarmKey(alarm, { ...reading, ...base }, start, fed)).join('\n'),
  );
}

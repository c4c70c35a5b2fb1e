import { alarmKey } from './alarm-key';
import { alarmNameOf, parseAlarmRule } from './alarm-state/alarm-rule';
import { coveringArray, type Factors, mergeFactors } from './covering-array';
import type { CompositeAlarm, Model } from './model';
import { answersTo, QUESTION_CODES, type QuestionCode, type Reading, readingOf } from './reading';
import type { FedMetrics } from './told-signals';

export interface CornerReadingsOptions {
  /** Answers that are given: these questions are not open. @default none */
  readonly fixed?: Partial<Reading>;
  /** Where data come from. @default any metric may come from log records, and those of `AWS/…` from AWS */
  readonly fed?: FedMetrics;
  /** When it is played, epoch milliseconds. @default 2026-01-01 */
  readonly start?: number;
}

/**
 * The readings under which a model must be played to know what depends on an open question: the best supported one
 * first, then so many that for each alarm every answer that makes a difference to it occurs, and every pair of such
 * answers. To a composite alarm matters what matters to its children and its suppressor, all the way down. Throws what
 * is wrong with an alarm or a rule.
 */
export function cornerReadings(model: Model, options: CornerReadingsOptions = {}): Reading[] {
  const { fixed = {}, fed = ANYTHING, start = EPOCH } = options;
  const usual = readingOf(fixed);
  const open = QUESTION_CODES.filter((code) => !(code in fixed));
  const factorsOf = new Map<string, Factors>();
  for (const alarm of model.alarms) {
    factorsOf.set(
      alarm.alarmName,
      distinct(open, usual, (reading) => alarmKey(alarm, reading, start, fed)),
    );
  }
  for (const alarm of model.compositeAlarms) {
    factorsOf.set(
      alarm.alarmName,
      distinct(
        open.filter((code) => code === 'and-or' && isAmbiguous(alarm)),
        usual,
        (reading) => reading['and-or'],
      ),
    );
  }
  const groups = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) =>
    mergeFactors(reach(alarmName, model).map((name) => factorsOf.get(name) ?? new Map())),
  );
  const rows = coveringArray(groups.filter(({ size }) => size > 0));
  return rows.map((row) => readingOf({ ...fixed, ...Object.fromEntries(row) }));
}

// --- internal ---

/** Any time; only what has changed at AWS since then depends on it. */
const EPOCH = 1_767_225_600_000;

const ANYTHING: FedMetrics = {
  hasData: () => true,
  fromLogs: ({ namespace }) => !namespace.startsWith('AWS/'),
  fromAws: ({ namespace }) => namespace.startsWith('AWS/'),
  // A metric has one unit, documents are whole and states are not set by hand, unless somebody says so.
  hasUnits: () => false,
  isSalvaged: () => false,
  isForced: () => false,
};

/** The questions whose answers make a difference, each with one answer for every effect; the usual one comes first. */
function distinct(
  codes: readonly QuestionCode[],
  usual: Reading,
  effectOf: (reading: Reading) => string,
): Map<string, readonly unknown[]> {
  const factors = new Map<string, readonly unknown[]>();
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

const isAmbiguous = ({ alarmRule }: CompositeAlarm): boolean => parseAlarmRule(alarmRule).warnings.length > 0;

/** An alarm and all that its state or its actions depend on. */
function reach(alarmName: string, { compositeAlarms }: Model): string[] {
  const composites = new Map(compositeAlarms.map((alarm) => [alarm.alarmName, alarm]));
  const found = new Set([alarmName]);
  for (const name of found) {
    const composite = composites.get(name);
    if (!composite) continue;
    for (const child of parseAlarmRule(composite.alarmRule).children) found.add(alarmNameOf(child));
    if (composite.actionsSuppressor) found.add(alarmNameOf(composite.actionsSuppressor));
  }
  return [...found];
}

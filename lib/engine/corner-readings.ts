import { alarmFactors, distinctFactors } from './alarm-factors';
import { alarmReach } from './alarm-reach';
import { alarmNameOf, parseAlarmRule } from './alarm-state/alarm-rule';
import { coveringArray, type Factors, mergeFactors } from './covering-array';
import type { AlarmState, CompositeAlarm, MetricAlarm, Model } from './model';
import { QUESTION_CODES, type QuestionCode, type Reading, readingOf } from './reading';
import type { FedMetrics } from './told-signals';

export interface CornerReadingsOptions {
  /** Answers that are given: these questions are not open. @default none */
  readonly fixed?: Partial<Reading>;
  /** Where data come from. @default any metric may come from log records, and those of `AWS/…` from AWS */
  readonly fed?: FedMetrics;
  /** States of alarms elsewhere that are given: they are not open. @default none */
  readonly states?: Readonly<Record<string, AlarmState>>;
  /** When it is played, epoch milliseconds. @default 2026-01-01 */
  readonly start?: number;
}

/**
 * The readings under which a model must be played to know what depends on an open question: the best supported one
 * first, then so many that for each alarm every answer that makes a difference to it occurs, and every pair of such
 * answers. To a composite alarm matters what matters to its children and its suppressor, all the way down. Throws what
 * is wrong with an alarm or a rule.
 */
export function cornerReadings(
  model: Pick<Model, 'alarms' | 'compositeAlarms'>,
  options: CornerReadingsOptions = {},
): Reading[] {
  const { fixed = {}, fed = ANYTHING, start = EPOCH, states = {} } = options;
  const usual = readingOf(fixed);
  const open = QUESTION_CODES.filter((code) => !(code in fixed));
  const factorsOf = new Map<string, Factors>();
  for (const alarm of model.alarms) {
    factorsOf.set(alarm.alarmName, alarmFactors(alarm, { usual, open, fed, start }));
  }
  for (const alarm of model.compositeAlarms) {
    const matters = asksOf(alarm, model, states);
    const asked = open.filter((code) => matters.has(code));
    factorsOf.set(
      alarm.alarmName,
      distinctFactors(asked, usual, (reading) => asked.map((code) => reading[code]).join()),
    );
  }
  const groups = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) =>
    mergeFactors(alarmReach(alarmName, model).map((name) => factorsOf.get(name) ?? new Map())),
  );
  const rows = coveringArray(groups.filter(({ size }) => size > 0));
  return rows.map((row) => readingOf({ ...fixed, ...Object.fromEntries(row) }));
}

/**
 * Every reading that makes a difference to one metric alarm, all combinations of its answers; the corner readings where
 * these are more than `most`. Throws what is wrong with the alarm.
 */
export function everyReading(alarm: MetricAlarm, options: CornerReadingsOptions = {}, most = 128): Reading[] {
  const { fixed = {}, fed = ANYTHING, start = EPOCH } = options;
  const open = QUESTION_CODES.filter((code) => !(code in fixed));
  const factors = [...alarmFactors(alarm, { usual: readingOf(fixed), open, fed, start })];
  if (factors.reduce((product, [, answers]) => product * answers.length, 1) > most) {
    return cornerReadings({ alarms: [alarm], compositeAlarms: [] }, options);
  }
  const rows = factors.reduce<Record<string, unknown>[]>(
    (all, [code, answers]) => all.flatMap((row) => answers.map((answer) => ({ ...row, [code]: answer }))),
    [{}],
  );
  return rows.map((row) => readingOf({ ...fixed, ...row }));
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

/** The questions that a composite alarm itself asks, besides the alarms that it is of. */
function asksOf(
  alarm: CompositeAlarm,
  model: Pick<Model, 'alarms' | 'compositeAlarms'>,
  states: Readonly<Record<string, AlarmState>>,
): Set<QuestionCode> {
  const { alarmRule, actionsSuppressor } = alarm;
  const isOpen = otherAlarmNames(model, states);
  const children = parseAlarmRule(alarmRule).children.map(alarmNameOf);
  const suppressing =
    actionsSuppressor === undefined ? [] : alarmReach(alarmNameOf(actionsSuppressor), model);
  return new Set([
    ...(parseAlarmRule(alarmRule).warnings.length > 0 ? (['and-or'] as const) : []),
    ...(children.some(isOpen) ? (['other-alarm'] as const) : []),
    ...(suppressing.some(isOpen) ? (['other-suppressor'] as const) : []),
  ]);
}

/** Whether an alarm is elsewhere, in a state that is not given. */
function otherAlarmNames(
  { alarms, compositeAlarms }: Pick<Model, 'alarms' | 'compositeAlarms'>,
  states: Readonly<Record<string, AlarmState>>,
): (alarmName: string) => boolean {
  const here = new Set([...alarms, ...compositeAlarms].map(({ alarmName }) => alarmName));
  return (alarmName) => !here.has(alarmName) && !Object.hasOwn(states, alarmName);
}

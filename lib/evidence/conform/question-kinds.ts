import { lookUp } from '../../text/look-up';
import { timelinesAgree } from '../vectors/timelines-agree';
import type { Question, QuestionKind } from './question';

/**
 * Every kind of question, in the order in which they are asked. `test/vectors/README.md` says what is asked and
 * answered in each.
 */
export const QUESTION_KINDS: readonly QuestionKind[] = [
  {
    name: 'filter-pattern',
    file: 'filter-pattern',
    questions: ({ patterns }: { patterns: readonly PatternVector[] }) =>
      patterns
        .flatMap(({ pattern, status, syntax, messages }) =>
          syntax === 'refused'
            ? [{ status, input: { pattern, message: '' }, expected: 'refused' }]
            : messages.map(({ message, match }) => ({
                status,
                input: { pattern, message },
                expected: match ? 'match' : 'no match',
              })),
        )
        .map(numbered('filter-pattern')),
    agrees: isEqual,
  },
  {
    name: 'filter-extraction',
    file: 'filter-pattern',
    questions: ({ patterns }: { patterns: readonly PatternVector[] }) =>
      patterns
        .flatMap(({ pattern, status, messages }) =>
          messages.flatMap(({ message, extracted }) =>
            extracted ? [{ status, input: { pattern, message }, expected: extracted }] : [],
          ),
        )
        .map(numbered('filter-extraction')),
    agrees: isEqual,
  },
  {
    name: 'metric-filter',
    file: 'metric-filter',
    // What a filter publishes for records from before its creation cannot be asked without a clock.
    questions: ({ cases }: { cases: readonly Case[] }) =>
      cases
        .filter(({ created }) => created === undefined)
        .map(({ status, pattern, transform, minute = [], expected }) => ({
          status,
          input: { pattern, transform, messages: minute },
          expected: expected === 'rejected' ? 'refused' : expected,
        }))
        .map(numbered('metric-filter')),
    agrees: isEqual,
  },
  {
    name: 'emf',
    file: 'emf',
    questions: ({ cases }: { cases: readonly (Case & { expect: unknown })[] }) =>
      cases
        .map(({ status, event, expect }) => ({ status, input: { event }, expected: expect }))
        .map(numbered('emf')),
    agrees: includes,
  },
  {
    name: 'metric-math',
    file: 'metric-math',
    questions: mathQuestions('metric-math'),
    agrees: isNear(1e-9),
  },
  {
    name: 'metric-math-guide',
    file: 'metric-math-guide',
    questions: mathQuestions('metric-math-guide'),
    agrees: isNear(1e-9),
  },
  {
    name: 'statistic',
    file: 'statistics',
    questions: ({ status, sets }: { status: string; sets: readonly StatisticSet[] }) =>
      sets
        .flatMap(({ samples, statistics }) =>
          Object.entries(statistics).map(([statistic, expected]) => ({
            status,
            input: { samples, statistic },
            expected,
          })),
        )
        .map(numbered('statistic')),
    agrees: isNear(1e-3),
  },
  {
    name: 'mixed-units',
    file: 'mixed-units',
    questions: ({ status, cases }: { status: string; cases: readonly Case[] }) =>
      cases.map(({ data, sum }) => ({ status, input: { data }, expected: sum })).map(numbered('mixed-units')),
    agrees: isNear(1e-9),
  },
  {
    name: 'missing-data',
    file: 'alarm-missing-data',
    questions: ({ cases }: { cases: readonly Case[] }) =>
      cases
        .filter(
          ({ sequence, status, evaluationRange }) => sequence && evaluationRange && status !== 'conflict',
        )
        .map(({ sequence, M, N, evaluationRange, treatMissingData, priorState, expected, status }) => {
          const state = (priorState as string | null) ?? 'INSUFFICIENT_DATA';
          const slots = Array.from(sequence as string, (letter) =>
            letter === '-' ? null : letter === 'X' ? 1 : 0,
          );
          return {
            status: String(status),
            input: {
              slots,
              datapointsToAlarm: M,
              evaluationPeriods: N,
              evaluationRange,
              treatMissingData,
              state,
            },
            expected: expected === 'RETAIN' ? state : expected,
          };
        })
        .map(numbered('missing-data')),
    agrees: (expected, output) =>
      expected === 'NOT_ALARM' ? isState(output) && output !== 'ALARM' : output === expected,
  },
  {
    name: 'composite-rule',
    file: 'composite',
    questions: ({ rules }: { rules: readonly Case[] }) =>
      rules
        .filter(({ status, expected }) => status !== 'conflict' && isState(expected))
        .map(({ rule, states, expected, status }) => ({ status, input: { rule, states }, expected }))
        .map(numbered('composite-rule')),
    agrees: isEqual,
  },
  {
    name: 'timeline',
    file: 'timelines',
    questions: ({ timelines }: { timelines: readonly (Case & { changes: unknown })[] }) =>
      timelines.map(({ id, status, alarm, evaluationSecond, from, to, state, data, changes }) => ({
        id: `timeline/${id}`,
        kind: 'timeline',
        status,
        input: { alarm, evaluationSecond, from, to, state, data },
        expected: changes,
      })),
    agrees: (expected, output) => timelinesAgree(expected as unknown[][], output),
  },
];

// --- internal ---

type Case = Readonly<Record<string, unknown>> & {
  readonly status: string;
  readonly minute?: readonly string[];
};

interface PatternVector {
  readonly pattern: string;
  readonly status: string;
  readonly syntax: string;
  readonly messages: readonly {
    readonly message: string;
    readonly match: boolean;
    readonly extracted?: object;
  }[];
}

interface StatisticSet {
  readonly samples: readonly (readonly [number, number])[];
  readonly statistics: Readonly<Record<string, number>>;
}

type Unnumbered = Omit<Question, 'id' | 'kind'>;

const numbered =
  (kind: string) =>
  (question: Unnumbered, index: number): Question => ({ id: `${kind}/${index + 1}`, kind, ...question });

function mathQuestions(kind: string) {
  return (document: { status?: string; cases?: readonly Case[]; values?: readonly Case[] }): Question[] =>
    (document.cases ?? document.values ?? [])
      .map(({ expression, series, expected, status = document.status ?? 'stated' }) => {
        const { period = 60, ...rest } = series as Record<string, unknown>;
        return { status, input: { expression, series: rest, period }, expected };
      })
      .map(numbered(kind));
}

const isState = (value: unknown): boolean =>
  value === 'OK' || value === 'ALARM' || value === 'INSUFFICIENT_DATA';

function isEqual(expected: unknown, output: unknown): boolean {
  return includes(expected, output) && includes(output, expected);
}

/** Whether an answer has all that is expected; it may say more. */
function includes(expected: unknown, output: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, output);
  if (typeof output !== 'object' || output === null || Array.isArray(expected) !== Array.isArray(output))
    return false;
  if (Array.isArray(expected) && expected.length !== (output as unknown[]).length) return false;
  return Object.entries(expected).every(([key, value]) =>
    includes(value, lookUp(output as Record<string, unknown>, key)),
  );
}

/** Numbers, alone or in a list, as far as they are told apart. */
function isNear(tolerance: number) {
  const near = (expected: unknown, output: unknown): boolean => {
    if (Array.isArray(expected)) {
      return (
        Array.isArray(output) &&
        output.length === expected.length &&
        expected.every((value, index) => near(value, output[index]))
      );
    }
    if (typeof expected !== 'number') return expected === output;
    return typeof output === 'number' && Math.abs(output - expected) <= tolerance * Math.abs(expected);
  };
  return near;
}

import fc from 'fast-check';
import { evaluateDatapoints } from '../../../lib/engine/metric-alarm/evaluate-datapoints';
import type { AlarmState, TreatMissingData } from '../../../lib/engine/model';
import vectors from '../../vectors/alarm-missing-data.json';

interface Vector {
  readonly id: string;
  readonly sequence: string | null;
  readonly M: number;
  readonly N: number;
  readonly evaluationRange: number | null;
  readonly treatMissingData: TreatMissingData;
  readonly priorState: AlarmState | null;
  readonly expected: string;
  readonly derivedExpected?: string;
  readonly status: string;
}

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const TREATMENTS: readonly TreatMissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const VALUES: Readonly<Record<string, number | null>> = { '0': 0, X: 1, '-': null };

const points = (sequence: string): (number | null)[] => Array.from(sequence, (letter) => VALUES[letter]!);

const cases = (vectors.cases as readonly Vector[]).filter(
  ({ sequence, status }) => sequence && status !== 'conflict',
);

describe('the evaluation rule agrees with every documented and recorded case', () => {
  test.each(cases)('$id: $sequence, $M of $N, $treatMissingData is $expected', (vector) => {
    for (const prior of vector.priorState ? [vector.priorState] : STATES) {
      const { state } = evaluateDatapoints(
        {
          evaluationPeriods: vector.N,
          datapointsToAlarm: vector.M,
          comparisonOperator: 'GreaterThanThreshold',
          threshold: 0.5,
          treatMissingData: vector.treatMissingData,
          evaluationRange: vector.evaluationRange ?? undefined,
        },
        points(vector.sequence!),
        prior,
      );
      if (vector.expected === 'RETAIN') expect(state).toBe(prior);
      else if (vector.expected === 'NOT_ALARM') expect(state).toBe(vector.derivedExpected ?? prior);
      else expect(state).toBe(vector.expected);
    }
  });

  test('the corpus is whole', () => expect(cases.length).toBeGreaterThanOrEqual(68));
});

describe('the rule', () => {
  const rule = {
    evaluationPeriods: 3,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0.5,
    evaluationRange: 5,
  } as const;

  test('ignores the treatment of missing data as soon as the range holds N points', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, null), { minLength: 5, maxLength: 5 }), (values) => {
        fc.pre(values.filter((value) => value !== null).length >= 3);
        const states = TREATMENTS.map(
          (treatMissingData) => evaluateDatapoints({ ...rule, treatMissingData }, values, 'OK').state,
        );
        expect(new Set(states).size).toBe(1);
      }),
    );
  });

  test('lets an old breaching point alarm with no new data, once the good one has left the range', () => {
    const missing = { ...rule, datapointsToAlarm: 2, evaluationRange: 9 };
    expect(evaluateDatapoints(missing, points('0X-------'), 'ALARM').state).toBe('OK');
    expect(evaluateDatapoints(missing, points('X--------'), 'OK').state).toBe('ALARM');
  });

  test('keeps INSUFFICIENT_DATA for one young breaching point', () => {
    const missing = { ...rule, evaluationRange: 9 };
    expect(evaluateDatapoints(missing, points('-------X-'), 'INSUFFICIENT_DATA')).toEqual({
      state: 'INSUFFICIENT_DATA',
      evaluatedDatapoints: [],
      recentDatapoints: [],
    });
  });

  test('takes the newest slots of a longer list, and fills a shorter one with missing slots', () => {
    expect(evaluateDatapoints(rule, points('XXX00000'), 'ALARM').state).toBe('OK');
    expect(evaluateDatapoints({ ...rule, treatMissingData: 'breaching' }, [], 'OK').state).toBe('ALARM');
  });

  test.each([
    ['GreaterThanThreshold', ['OK', 'OK', 'ALARM']],
    ['GreaterThanOrEqualToThreshold', ['OK', 'ALARM', 'ALARM']],
    ['LessThanThreshold', ['ALARM', 'OK', 'OK']],
    ['LessThanOrEqualToThreshold', ['ALARM', 'ALARM', 'OK']],
  ] as const)('%s compares the value with the threshold', (comparisonOperator, expected) => {
    const single = { evaluationPeriods: 1, comparisonOperator, threshold: 5 };
    expect([4, 5, 6].map((value) => evaluateDatapoints(single, [value], 'OK').state)).toEqual(expected);
  });

  test.each([
    [{ evaluationPeriods: 0 }, 'evaluationPeriods is 0; it must be a whole number from 1'],
    [{ datapointsToAlarm: 1.5 }, 'datapointsToAlarm is 1.5; it must be a whole number from 1'],
    [
      { datapointsToAlarm: 4 },
      'datapointsToAlarm is 4, more than the 3 evaluation periods; lower it or raise evaluationPeriods',
    ],
  ])('%j is refused', (change, message) => {
    expect(() => evaluateDatapoints({ ...rule, ...change }, [1], 'OK')).toThrow(new RangeError(message));
  });
});

/** The rule as it is written down, slot by slot and without a thought for speed; undefined keeps the state. */
function byTheBook(sequence: string, N: number, M: number, treatment: TreatMissingData) {
  const newestFirst = Array.from(sequence).reverse();
  const real = newestFirst.flatMap((letter, index) => (letter === '-' ? [] : [{ letter, age: index + 1 }]));
  const breaching = (points: typeof real) => points.filter(({ letter }) => letter === 'X').length;
  if (real.length === 0) {
    return { missing: 'INSUFFICIENT_DATA', ignore: undefined, breaching: 'ALARM', notBreaching: 'OK' }[
      treatment
    ];
  }
  if (real.length >= N) return breaching(real.slice(0, N)) >= M ? 'ALARM' : 'OK';
  if (treatment === 'breaching') return breaching(real) + N - real.length >= M ? 'ALARM' : 'OK';
  if (breaching(real) >= M) return 'ALARM';
  if (treatment === 'notBreaching') return 'OK';
  if (real.some(({ letter }) => letter === '0')) return 'OK';
  return real.at(-1)!.age >= M && treatment === 'missing' ? 'ALARM' : undefined;
}

test('every sequence of six slots is evaluated by the book, for every M of N and every treatment', () => {
  const wrong: string[] = [];
  for (let code = 0; code < 3 ** 6; code++) {
    const sequence = code.toString(3).padStart(6, '0').replaceAll('1', 'X').replaceAll('2', '-');
    const values = points(sequence);
    for (let N = 1; N <= 5; N++) {
      for (let M = 1; M <= N; M++) {
        for (const treatMissingData of TREATMENTS) {
          const rule = { evaluationPeriods: N, datapointsToAlarm: M, treatMissingData, threshold: 0.5 };
          const comparisonOperator = 'GreaterThanThreshold';
          const { state } = evaluateDatapoints({ ...rule, comparisonOperator }, values, 'INSUFFICIENT_DATA');
          const expected = byTheBook(sequence, N, M, treatMissingData) ?? 'INSUFFICIENT_DATA';
          if (state !== expected) wrong.push(`${sequence} ${M} of ${N} ${treatMissingData}: ${state}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

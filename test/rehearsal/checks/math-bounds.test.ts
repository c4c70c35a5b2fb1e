import { evaluateExpression } from '../../../lib/engine';
import type { MetricDataQuery } from '../../../lib/engine/model';
import { judgeBranches, readBranches, readTemplates } from '../../../lib/rehearsal';
import { mathBounds } from '../../../lib/rehearsal/checks/math-bounds';

type Query =
  | readonly [id: string, expression: string]
  | readonly [id: string, namespace: string, metric: string];

const OPS = 'arn:aws:sns:us-east-1:123456789012:ops';
const CPU: Query = ['cpu', 'AWS/EC2', 'CPUUtilization'];
const FLAG: Query = ['flag', 'AWS/EC2', 'StatusCheckFailed'];
const BYTES: Query = ['bytes', 'AWS/EC2', 'NetworkIn'];
const OWN: Query = ['own', 'Acme', 'Queue'];
const FIVE: Query = ['five', 'Acme', 'Five'];
const STATISTIC = 'Average';
/** A metric that is 5 or missing. */
const FIVES = {
  Type: 'AWS::Logs::MetricFilter',
  Properties: {
    LogGroupName: '/app',
    FilterPattern: 'x',
    MetricTransformations: [{ MetricNamespace: 'Acme', MetricName: 'Five', MetricValue: '5' }],
  },
};

/** The alarm watches the first query. */
function judged(condition: string, queries: readonly Query[], more: Record<string, unknown> = {}): string[] {
  const [sign = '', threshold] = condition.split(' ');
  const operators: Record<string, string> = {
    '>': 'GreaterThanThreshold',
    '>=': 'GreaterThanOrEqualToThreshold',
    '<': 'LessThanThreshold',
    '<=': 'LessThanOrEqualToThreshold',
  };
  const Metrics = queries.map(([Id, one, MetricName], index) => ({
    Id,
    ReturnData: index === 0,
    ...(MetricName === undefined
      ? { Expression: one }
      : {
          MetricStat: {
            Metric: { Namespace: one, MetricName, Dimensions: dimensionsOf(one) },
            Period: 300,
            Stat: STATISTIC,
          },
        }),
  }));
  const A = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Metrics,
      EvaluationPeriods: 1,
      Threshold: Number(threshold),
      ComparisonOperator: operators[sign],
      AlarmActions: [OPS],
      ...more,
    },
  };
  const findings = judgeBranches(readBranches([{ template: { Resources: { A } }, stackName: 's' }]));
  return findings.map(({ code, message }) => `${code}: ${message}`);
}
const dimensionsOf = (namespace: string) =>
  namespace === 'AWS/EC2' ? [{ Name: 'InstanceId', Value: 'i-1' }] : [];

describe.each<[string, string, readonly Query[], string[]]>([
  [
    'a percentage scaled',
    '> 1',
    [['e', 'cpu / 100'], CPU],
    ['alarm-never-alarms: e > 1 never holds: cpu / 100 is between 0 and 1'],
  ],
  [
    'a share of a sum',
    '> 100',
    [['e', '100 * cpu / (cpu + bytes)'], CPU, BYTES],
    ['alarm-never-alarms: e > 100 never holds: 100 * cpu / (cpu + bytes) is between 0 and 100'],
  ],
  [
    'a share of a sum under another id',
    '> 1',
    [['e', 'cpu / total'], ['total', 'SUM([bytes, cpu])'], CPU, BYTES],
    ['alarm-never-alarms: e > 1 never holds: cpu / total is between 0 and 1'],
  ],
  ['a quotient of two that are counted apart', '> 1', [['e', 'cpu / bytes'], CPU, BYTES], []],
  [
    'a comparison',
    '> 1',
    [['e', 'IF(bytes > 10, 1, 0)'], BYTES],
    ['alarm-never-alarms: e > 1 never holds: IF(bytes > 10, 1, 0) is between 0 and 1'],
  ],
  [
    'a comparison that always holds',
    '>= 1',
    [['e', 'IF(bytes >= 0, 1, 0)'], BYTES],
    ['alarm-always-alarms: e >= 1 always holds: IF(bytes >= 0, 1, 0) is always 1'],
  ],
  [
    'a sum that is never below 0',
    '< 0',
    [['e', 'SUM(METRICS())'], CPU, BYTES],
    ['alarm-never-alarms: e < 0 never holds: SUM(METRICS()) is never below 0'],
  ],
  ['a sum with what nobody knows', '< 0', [['e', 'SUM(METRICS())'], CPU, OWN], []],
  [
    'a comparison of what nobody knows',
    '> 1',
    [['e', 'own > 5'], OWN],
    ['alarm-never-alarms: e > 1 never holds: own > 5 is between 0 and 1'],
  ],
  ['what nobody knows at rest', '>= 0', [['e', 'own > 5'], OWN], []],
  ['what is filled above its bounds', '> 100', [['e', 'FILL(cpu, 200)'], CPU], []],
  [
    'a metric that is returned as it is',
    '> 100',
    [CPU, ['e', 'cpu * 2']],
    ['alarm-never-alarms: Average > 100 never holds: CPUUtilization is a percentage'],
  ],
  [
    'a maximum of percentages',
    '> 100',
    [['e', 'MAX([cpu, flag])'], CPU, FLAG],
    ['alarm-never-alarms: e > 100 never holds: MAX([cpu, flag]) is between 0 and 100'],
  ],
  ['a product of ratios', '>= 10000', [['e', 'cpu * cpu'], CPU], []],
])('%s', (_what, condition, queries, expected) => {
  test(expected.length === 0 ? 'is not judged' : 'has bounds', () => {
    expect(judged(condition, queries)).toEqual(expected);
  });
});

test('math that never breaches may alarm by missing data', () => {
  expect(judged('> 1', [['e', 'cpu / 100'], CPU], { TreatMissingData: 'breaching' })).toEqual([]);
});

test('a count of samples is never below 0, and is published only when there are some', () => {
  const sampled = (ComparisonOperator: string) => {
    const Properties = {
      Namespace: 'Acme',
      MetricName: 'Runs',
      Statistic: 'SampleCount',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator,
      AlarmActions: [OPS],
    };
    const template = { Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties } } };
    return judgeBranches(readBranches([{ template, stackName: 's' }])).map(({ message }) => message);
  };
  expect(sampled('LessThanThreshold')).toEqual(['SampleCount < 0 never holds: Runs is never below 0']);
  expect(sampled('GreaterThanOrEqualToThreshold')).toEqual([]);
});

describe('the bounds of an expression', () => {
  const model = readTemplates([{ template: { Resources: { F: FIVES } }, stackName: 's' }]);
  const metricStat = (namespace: string, metricName: string) => ({
    metricStat: { namespace, metricName, dimensions: {}, period: 60, stat: STATISTIC },
  });
  const metrics = [CPU, FLAG, BYTES, FIVE].map(([id, namespace, name]) => ({
    id,
    returnData: false,
    ...metricStat(namespace, name!),
  }));

  test('have every value that the engine gives for values within the bounds of the metrics', () => {
    const random = generator(20_261_128);
    const outside: unknown[] = [];
    let judgedOnes = 0;
    for (let round = 0; round < 2_000; round++) {
      const expression = expressionOf(random, 3);
      const queries: MetricDataQuery[] = [{ id: 'e', returnData: true, expression }, ...metrics];
      const bounds = mathBounds(queries, model);
      if (!bounds) continue;
      const series = {
        cpu: points(random, 100),
        flag: points(random, 1).map((one) => one && Math.round(one)),
        bytes: points(random, 1e6),
        five: points(random, 1).map((one) => (one === null ? null : 5)),
      };
      const values = valuesOf(expression, series).filter((value) => value !== null);
      const isWithin = (value: number) => {
        const slack = 1e-9 * Math.max(1, Math.abs(value));
        return value >= bounds.min - slack && value <= bounds.max + slack;
      };
      const strays = values.filter((value) => !isWithin(value));
      if (strays.length > 0) outside.push({ expression, series, strays });
      if (values.length > 0) judgedOnes++;
    }
    expect(outside).toEqual([]);
    expect(judgedOnes).toBeGreaterThan(500);
  });
});

// --- internal ---

type Random = () => number;

/** A linear congruential generator: the same expressions in every run. */
function generator(seed: number): Random {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

function points(random: Random, most: number): (number | null)[] {
  return Array.from({ length: 4 }, () =>
    random() < 0.25 ? null : random() < 0.2 ? pick(random, [0, most]) : random() * most,
  );
}

function expressionOf(random: Random, depth: number): string {
  if (depth === 0) return pick(random, ['cpu', 'flag', 'bytes', 'five', '2', '0', '100', '0.5']);
  const part = () => expressionOf(random, depth - 1);
  return pick<() => string>(random, [
    () => `(${part()} ${pick(random, ['+', '-', '*', '/'])} ${part()})`,
    () => `(${part()} ${pick(random, ['<', '<=', '>', '>=', '==', '!=', 'AND', 'OR'])} ${part()})`,
    () => `(cpu / (${part()} + cpu))`,
    () => `(50 * flag / SUM([flag, cpu, bytes]))`,
    () => `-${part()}`,
    () =>
      `${pick(random, ['ABS', 'CEIL', 'FLOOR', 'LOG10', 'DIFF', 'RATE', 'RUNNING_SUM'])}(${pick(random, ['cpu', 'flag', 'bytes'])})`,
    () =>
      `${pick(random, ['AVG', 'MIN', 'MAX', 'SUM', 'STDDEV'])}(${pick(random, ['[cpu, five]', '[five]', '[cpu, bytes, flag]', 'METRICS()', 'five', 'bytes'])})`,
    () =>
      `FILL(${pick(random, ['cpu', 'flag', 'bytes'])}, ${pick(random, ['0', 'REPEAT', 'LINEAR', 'cpu', '500'])})`,
    () => `IF(${part()}, ${part()}, ${part()})`,
    () => `IF(${part()}, ${part()})`,
    () => `FIRST(SORT([cpu, bytes], MAX, DESC))`,
    () => `(${pick(random, ['cpu', 'flag'])} ^ 2)`,
  ])();
}

/** What the engine refuses (a number alone, two series) has no values. */
function valuesOf(expression: string, series: Record<string, (number | null)[]>): (number | null)[] {
  try {
    return evaluateExpression(expression, series);
  } catch {
    return [];
  }
}

import { simulate } from '../../../lib/engine';
import {
  type CompiledMetricFilter,
  compileMetricFilter,
  METRIC_FILTER_NOTICES,
  metricFilterProblems,
} from '../../../lib/engine/log/metric-filter';
import { METRIC_FILTER_PROBLEMS, MetricFilterError } from '../../../lib/engine/log/metric-filter-problem';
import type { MetricFilter } from '../../../lib/engine/model';
import vectors from '../../vectors/metric-filter.json';
import { MINUTE, modelOf, NINE } from '../support/models';

const FILTER: MetricFilter = {
  filterName: 'errors',
  logGroupName: '/var/log/lava/dev',
  filterPattern: '{ $.kind = * }',
  metricNamespace: 'Lava',
  metricName: 'Errors',
  metricValue: '1',
};

const compile = (change: Partial<MetricFilter>): CompiledMetricFilter =>
  compileMetricFilter({ ...FILTER, ...change });

describe('the corpus', () => {
  const cases = vectors.cases as readonly {
    id: string;
    pattern: string;
    transform: Partial<MetricFilter>;
    minute?: string[];
    created?: 'after';
    expected: number[] | 'rejected';
  }[];

  it.each(cases)('$id', ({ pattern, transform, minute = [], created, expected }) => {
    const filter = { ...FILTER, metricValue: '1', ...transform, filterPattern: pattern };
    if (expected === 'rejected') {
      expect(metricFilterProblems(filter)).not.toEqual([]);
    } else {
      const start = created === 'after' ? NINE + MINUTE : NINE;
      const sum = expected.length === 0 ? null : expected.reduce((a, b) => a + b);
      expect(published(filter, minute, start)).toEqual({ count: expected.length || null, sum });
    }
  });

  /** What the minute of NINE has, through the whole engine, of a filter that is made at `start`. */
  function published(filter: MetricFilter, minute: readonly string[], start: number) {
    const { logGroupName, metricNamespace: namespace, metricName } = filter;
    const signals = minute.map((message) => ({
      type: 'log' as const,
      timestamp: NINE,
      logGroupName,
      message,
    }));
    const model = modelOf({ logGroups: [{ logGroupName }], metricFilters: [filter] });
    const { metrics } = simulate(model, signals, { start, end: NINE + 2 * MINUTE });
    const query = { namespace, metricName, dimensions: {}, from: NINE, to: NINE + MINUTE, period: 60 };
    const [count] = metrics.series({ ...query, stat: 'SampleCount' });
    const [sum] = metrics.series({ ...query, stat: 'Sum' });
    return { count, sum };
  }
});

describe('a datum', () => {
  it('carries the literal value, the unit and no dimensions', () => {
    expect(compile({ metricValue: '2.5', unit: 'Count' }).apply('{"kind":"a"}')).toEqual({
      type: 'datum',
      value: 2.5,
      dimensions: {},
      unit: 'Count',
      isDefault: false,
    });
  });

  it('has no unit where the filter has none', () => {
    expect(compile({}).apply('{"kind":"a"}')).not.toHaveProperty('unit');
  });

  it('is nothing for an event that does not match', () => {
    expect(compile({}).apply('text')).toBeUndefined();
  });

  it('is the default value for every event that does not match, text and empty events included', () => {
    const { apply } = compile({ defaultValue: 3, unit: 'Count' });
    const byDefault = { type: 'datum', value: 3, dimensions: {}, unit: 'Count', isDefault: true };
    expect(['text', '', '{}'].map(apply)).toEqual([byDefault, byDefault, byDefault]);
    expect(apply('{"kind":"a"}')).toMatchObject({ value: 1, isDefault: false });
  });

  it.each([
    ['a number', '{"kind":1,"ms":12.5}', 12.5],
    ['a number with an exponent', '{"kind":1,"ms":1.5e2}', 150],
    ['a numeric string', '{"kind":1,"ms":"12.5"}', 12.5],
    ['the last of two equal keys', '{"kind":1,"ms":1,"ms":2}', 2],
  ])('takes its value from %s, although the pattern does not name the field', (_, message, value) => {
    expect(compile({ metricValue: '$.ms' }).apply(message)).toMatchObject({ type: 'datum', value });
  });

  it.each([
    ['x 17.5 A', 17.5],
    ['x "17.5" A', 17.5],
  ])('takes its value from a space-delimited field of %j', (message, value) => {
    const { apply } = compile({ filterPattern: '[kind, value, bucket]', metricValue: '$value' });
    expect(apply(message)).toMatchObject({ type: 'datum', value });
  });

  it('takes its value from a numbered field under an ellipsis', () => {
    expect(compile({ filterPattern: '[..., z]', metricValue: '$2' }).apply('1 22 3')).toMatchObject({
      value: 22,
    });
  });

  it('takes dimensions from JSON fields, numbers as they are spelt', () => {
    const dimensions = { Kind: '$.kind', Code: "$.['error.code']", First: '$.list[0]' };
    expect(compile({ dimensions }).apply('{"kind":"a","error.code":1.50,"list":["x"]}')).toMatchObject({
      dimensions: { Kind: 'a', Code: '1.50', First: 'x' },
    });
  });

  it('takes dimensions from space-delimited fields', () => {
    const { apply } = compile({ filterPattern: '[ip, server, bytes]', dimensions: { Server: '$server' } });
    expect(apply('127.0.0.1 Prod 10')).toMatchObject({ dimensions: { Server: 'Prod' } });
  });
});

const long = 'x'.repeat(1025);

const NOTICES: readonly (readonly [string, Partial<MetricFilter>, string, string])[] = [
  ['value-missing', { metricValue: '$.ms' }, '{"kind":1}', '$.ms is missing, or no text or number'],
  ['value-missing', { metricValue: '$.ms' }, '{"kind":1,"ms":true}', '$.ms is missing, or no text or number'],
  ['value-missing', { metricValue: '$.ms' }, '{"kind":1,"ms":[1]}', '$.ms is missing, or no text or number'],
  ['value-missing', { metricValue: '$ms' }, '{"kind":1,"ms":1}', '$ms is missing, or no text or number'],
  [
    'value-missing',
    { filterPattern: '[a, b]', metricValue: '$c' },
    'x y',
    '$c is missing, or no text or number',
  ],
  [
    'value-missing',
    { filterPattern: 'alive', metricValue: '$.ms' },
    '{"alive":1,"ms":1}',
    '$.ms is missing, or no text or number',
  ],
  ['value-not-numeric', { metricValue: '$.kind' }, '{"kind":"banana"}', "$.kind is 'banana', not a number"],
  ['value-not-numeric', { metricValue: '$.kind' }, '{"kind":""}', "$.kind is '', not a number"],
  ['value-not-numeric', { metricValue: '$.kind' }, '{"kind":"0x10"}', "$.kind is '0x10', not a number"],
  [
    'value-not-numeric',
    { metricValue: '$.kind' },
    `{"kind":"${long}"}`,
    `$.kind is '${'x'.repeat(60)}…', not a number`,
  ],
  [
    'value-out-of-range',
    { metricValue: '$.kind' },
    '{"kind":1e109}',
    '$.kind is 1e109; a value is between -2^360 and 2^360',
  ],
  [
    'dimension-missing',
    { dimensions: { Host: '$.host' } },
    '{"kind":1}',
    '$.host of dimension Host is missing, empty, or no text or number',
  ],
  [
    'dimension-missing',
    { dimensions: { Host: '$.host' } },
    '{"kind":1,"host":""}',
    '$.host of dimension Host is missing, empty, or no text or number',
  ],
  [
    'dimension-too-long',
    { dimensions: { Host: '$.host' } },
    `{"kind":1,"host":"${long}"}`,
    'dimension Host would have 1025 characters, at most 1024 are allowed',
  ],
];

describe('a notice says why a matching event publishes nothing', () => {
  it.each(NOTICES)('%s: %j', (code, change, event, message) => {
    expect(compile(change).apply(event)).toEqual({ type: 'notice', code, message });
  });

  it('stays a notice where the filter has a default value, since AWS does not say what happens', () => {
    const { apply } = compile({ metricValue: '$.kind', defaultValue: 0 });
    expect(apply('{"kind":"banana"}')).toEqual({
      type: 'notice',
      code: 'value-not-numeric',
      message:
        "$.kind is 'banana', not a number; whether the default value is published instead is not known",
    });
  });

  it('has a case here for every code', () => {
    const codes = Object.keys(METRIC_FILTER_NOTICES);
    expect(codes.filter((code) => !NOTICES.some(([used]) => used === code))).toEqual([]);
  });
});

const PROBLEMS: readonly (readonly [string, Partial<MetricFilter>, string])[] = [
  [
    'pattern-invalid',
    { filterPattern: 'ERR*' },
    "'*' is not allowed in an unquoted term; put the term in double quotes\n  ERR*\n     ^",
  ],
  ['filter-name-invalid', { filterName: '' }, 'the filter name has 0 characters, 1 to 512 are allowed'],
  ['filter-name-invalid', { filterName: 'a:b' }, "the filter name 'a:b' holds ':'; none of :* is allowed"],
  ['metric-name-invalid', { metricName: 'a$b' }, "the metric name 'a$b' holds '$'; none of :*$ is allowed"],
  [
    'metric-name-invalid',
    { metricNamespace: 'x'.repeat(256) },
    'the metric namespace has 256 characters, 1 to 255 are allowed',
  ],
  [
    'value-invalid',
    { metricValue: 'one' },
    "the metric value 'one' is no number, no $.json.field and no $name",
  ],
  ['value-invalid', { metricValue: '' }, "the metric value '' is no number, no $.json.field and no $name"],
  [
    'value-invalid',
    { metricValue: 'Infinity' },
    "the metric value 'Infinity' is no number, no $.json.field and no $name",
  ],
  [
    'value-invalid',
    { metricValue: '$.a[*]' },
    'a value is read from one field; a wildcard may mean several\n  $.a[*]\n  ^',
  ],
  ['value-invalid', { metricValue: '$.a b' }, "nothing may follow a selector, got ''\n  $.a b\n     ^"],
  [
    'value-invalid',
    { metricValue: `$.${'x'.repeat(99)}` },
    'the metric value has 101 characters, at most 100 are allowed',
  ],
  [
    'default-invalid',
    { defaultValue: Number.NaN },
    'the default value NaN is not a number from -2^360 to 2^360',
  ],
  [
    'default-with-dimensions',
    { defaultValue: 0, dimensions: { Kind: '$.kind' } },
    'a default value and dimensions exclude each other; drop one of them',
  ],
  [
    'too-many-dimensions',
    { dimensions: { A: '$.a', B: '$.b', C: '$.c', D: '$.d' } },
    'it has 4 dimensions, at most 3 are allowed',
  ],
  [
    'dimensions-need-fields',
    { filterPattern: 'ERROR', dimensions: { A: '$.a' } },
    'its pattern has no fields to take dimensions from; use a JSON { … } or space-delimited [ … ] pattern',
  ],
  [
    'dimension-name-invalid',
    { dimensions: { ':a': '$.a' } },
    "':a' is no dimension name; a name has 1 to 255 ASCII characters, not all blank, no : in front",
  ],
  [
    'dimension-value-invalid',
    { dimensions: { A: 'literal' } },
    "dimension A has the value 'literal'; a dimension takes its value from $.json.field or $name",
  ],
  [
    'dimension-value-invalid',
    { dimensions: { A: '$.a.*' } },
    'dimension A: a value is read from one field; a wildcard may mean several\n  $.a.*\n  ^',
  ],
  ['unit-invalid', { unit: 'Jobs' }, "'Jobs' is no CloudWatch unit; units are Count, Seconds, Bytes, None …"],
];

describe('a filter that CloudFormation or CloudWatch refuses', () => {
  it.each(PROBLEMS)('%s: %j', (code, change, message) => {
    expect(metricFilterProblems({ ...FILTER, ...change })).toEqual([{ code, message }]);
  });

  it('has a case here for every code', () => {
    const codes = Object.keys(METRIC_FILTER_PROBLEMS);
    expect(codes.filter((code) => !PROBLEMS.some(([used]) => used === code))).toEqual([]);
  });

  it('throws all its problems at once, one a line', () => {
    const change = { unit: 'Jobs', metricValue: 'one' };
    expect(() => compile(change)).toThrow(MetricFilterError);
    expect(() => compile(change)).toThrow(
      [
        "metric filter 'errors': 'Jobs' is no CloudWatch unit; units are Count, Seconds, Bytes, None …",
        "metric filter 'errors': the metric value 'one' is no number, no $.json.field and no $name",
      ].join('\n'),
    );
  });

  it('is not one with an empty set of dimensions beside a default value', () => {
    expect(metricFilterProblems({ ...FILTER, defaultValue: 0, dimensions: {} })).toEqual([]);
  });
});

it('gives its compiled pattern', () => {
  expect(compile({ filterPattern: '[a = %b%]' }).pattern.regexCount).toBe(1);
});

import fc from 'fast-check';
import { type EmfExtraction, extractEmf } from '../../../lib/engine/log/emf';
import type { MetricSignal } from '../../../lib/engine/model/signal';
import vectors from '../../vectors/emf.json';

const T = 1_574_109_732_004;

const textOf = (event: unknown): string => (typeof event === 'string' ? event : JSON.stringify(event));
const metricsOf = (result: EmfExtraction | undefined): readonly MetricSignal[] =>
  result && 'metrics' in result ? result.metrics : [];

/** A document with one metric `m`; the changes go into the directive and the root. */
function document(directive: object = {}, root: object = {}): string {
  const whole = { Namespace: 'MyApp', Dimensions: [[]], Metrics: [{ Name: 'm' }], ...directive };
  return JSON.stringify({ _aws: { Timestamp: T, CloudWatchMetrics: [whole] }, m: 1, ...root });
}

describe('the corpus', () => {
  const cases = vectors.cases as readonly {
    id: string;
    event: unknown;
    expect: { outcome: string; metrics?: readonly Record<string, unknown>[] };
  }[];

  it.each(cases)('$id', ({ event, expect: { outcome, metrics } }) => {
    const result = extractEmf(textOf(event), T);
    expect(result === undefined ? 'not-emf' : 'metrics' in result ? 'metrics' : 'invalid').toBe(outcome);
    if (!metrics) return;
    const found = metricsOf(result).map(({ metricName: name, storageResolution: resolution, ...rest }) => ({
      ...rest,
      name,
      ...(resolution && { resolution }),
    }));
    expect(found).toMatchObject(metrics);
  });
});

describe('a valid document', () => {
  it('gives a metric with its own time, visible when the event was ingested', () => {
    expect(
      extractEmf(document({ Metrics: [{ Name: 'm', Unit: 'Count', StorageResolution: 1 }] }), T + 5000),
    ).toEqual({
      metrics: [
        {
          type: 'metric',
          namespace: 'MyApp',
          metricName: 'm',
          dimensions: {},
          values: [1],
          unit: 'Count',
          storageResolution: 1,
          timestamp: T,
          visibleAt: T + 5000,
        },
      ],
    });
  });

  it('gives every metric once a dimension set', () => {
    const event = document(
      { Dimensions: [[], ['a'], ['a', 'b']], Metrics: [{ Name: 'm' }, { Name: 'n' }] },
      { a: 'x', b: 'y', n: [2, 3] },
    );
    expect(
      metricsOf(extractEmf(event, T)).map(({ metricName, dimensions, values }) => [
        metricName,
        dimensions,
        values,
      ]),
    ).toEqual([
      ['m', {}, [1]],
      ['m', { a: 'x' }, [1]],
      ['m', { a: 'x', b: 'y' }, [1]],
      ['n', {}, [2, 3]],
      ['n', { a: 'x' }, [2, 3]],
      ['n', { a: 'x', b: 'y' }, [2, 3]],
    ]);
  });

  it('gives the metrics of all its directives', () => {
    const directive = (Namespace: string) => ({ Namespace, Dimensions: [[]], Metrics: [{ Name: 'm' }] });
    const event = { _aws: { Timestamp: T, CloudWatchMetrics: [directive('A'), directive('B')] }, m: 1 };
    expect(metricsOf(extractEmf(JSON.stringify(event), T)).map(({ namespace }) => namespace)).toEqual([
      'A',
      'B',
    ]);
  });

  it.each([
    ['no directives', JSON.stringify({ _aws: { Timestamp: T, CloudWatchMetrics: [] } })],
    ['no metrics', document({ Metrics: [] })],
    ['an empty array of values', document({}, { m: [] })],
  ])('with %s gives none', (_, event) => {
    expect(extractEmf(event, T)).toEqual({ metrics: [] });
  });

  it('publishes without any dimension when the value of one is empty', () => {
    const [metric] = metricsOf(extractEmf(document({ Dimensions: [['a', 'b']] }, { a: '', b: 'y' }), T));
    expect(metric?.dimensions).toEqual({});
  });

  it('takes a reference with a dot as the name of one member', () => {
    expect(
      metricsOf(extractEmf(document({ Metrics: [{ Name: 'A.a' }] }, { 'A.a': 7 }), T))[0]?.values,
    ).toEqual([7]);
  });

  it('may spell its members with escapes, and stand between blanks', () => {
    const event = ` ${document().replace('"_aws"', '"\\u005faws"')}\n`;
    expect(metricsOf(extractEmf(event, T))).toHaveLength(1);
  });

  it('may follow the metadata that Lambda writes before a line', () => {
    const id = '989ffbf8-9ace-4817-a57c-e4dd734019ee';
    expect(metricsOf(extractEmf(`2019-11-18T00:00:00.123Z\t${id}\tINFO\t${document()}`, T))).toHaveLength(1);
  });
});

describe('what is not in the format', () => {
  it.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['a record', '{"level":"INFO"}'],
    ['a record that talks about _aws', '{"message":"the _aws member"}'],
    ['text that talks about _aws', 'set "_aws": first'],
    ['_aws deeper down', '{"a":{"_aws":{}}}'],
    ['text in brackets', '[INFO] ready [main]'],
    ['a JSON string', '"_aws"'],
    ['broken JSON without _aws', '{"a":'],
  ])('is left alone: %s', (_, event) => {
    expect(extractEmf(event, T)).toBeUndefined();
  });
});

describe('a document that breaks the format is invalid', () => {
  const long = 'x'.repeat(256);

  it.each<[string, string]>([
    ['the event is not one JSON object and nothing else', `${document()} trailing`],
    ['the event is not one JSON object and nothing else', `INFO ${document()}`],
    ['the event is not one JSON object and nothing else', document().slice(0, -1)],
    ['the root is an array; it must be an object', `[${document()}]`],
    ['the event has more than 1 MiB', document({}, { pad: 'é'.repeat(600_000) })],
    ['_aws must be an object', '{"_aws":1}'],
    ['_aws must be an object', '{"_aws":[]}'],
    ['_aws.Timestamp must be an integer, in epoch milliseconds', '{"_aws":{"CloudWatchMetrics":[]}}'],
    [
      '_aws.Timestamp must be an integer, in epoch milliseconds',
      '{"_aws":{"Timestamp":1.5,"CloudWatchMetrics":[]}}',
    ],
    ['_aws.CloudWatchMetrics must be an array', '{"_aws":{"Timestamp":1,"CloudWatchMetrics":{}}}'],
    ['_aws.CloudWatchMetrics[0] must be an object', '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[1]}}'],
    [
      '_aws.CloudWatchMetrics[0].Namespace must be a string of 1 to 255 characters',
      document({ Namespace: long }),
    ],
    [
      '_aws.CloudWatchMetrics[0].Dimensions must be an array of at least one dimension set, such as [[]]',
      document({ Dimensions: undefined }),
    ],
    [
      '_aws.CloudWatchMetrics[0].Dimensions[0] must be an array of at most 30 dimension names',
      document({ Dimensions: ['a'] }),
    ],
    [
      '_aws.CloudWatchMetrics[0].Dimensions[0] must be an array of at most 30 dimension names',
      document({ Dimensions: [Array.from({ length: 31 }, () => 'a')] }, { a: 'x' }),
    ],
    [
      '_aws.CloudWatchMetrics[0].Dimensions[0][0] must be a string of 1 to 255 characters',
      document({ Dimensions: [[1]] }),
    ],
    ['the root has no member for dimension a', document({ Dimensions: [['a']] })],
    ['the root has no member for dimension toString', document({ Dimensions: [['toString']] })],
    ...['é', ' ', ':a', 'a\n', 'a\u007f'].map((name): [string, string] => [
      '_aws.CloudWatchMetrics[0].Dimensions[0][0] must be printable ASCII, not blank, without a colon in front',
      document({ Dimensions: [[name]] }, { [name]: 'x' }),
    ]),
    ...['café', ' ', 'a\tb', '\u0000', 'a\u2028'].map((value): [string, string] => [
      'the value of dimension a must be printable ASCII, not blank',
      document({ Dimensions: [['a']] }, { a: value }),
    ]),
    [
      'the value of dimension a must be a string of at most 1024 characters',
      document({ Dimensions: [['a']] }, { a: 'x'.repeat(1025) }),
    ],
    [
      'the value of dimension a must be a string of at most 1024 characters',
      document({ Dimensions: [['a']] }, { a: null }),
    ],
    [
      '_aws.CloudWatchMetrics[0].Metrics must be an array of at most 100 metric definitions',
      document({ Metrics: Array.from({ length: 101 }, () => ({ Name: 'm' })) }),
    ],
    ['_aws.CloudWatchMetrics[0].Metrics[0] must be an object', document({ Metrics: ['m'] })],
    [
      '_aws.CloudWatchMetrics[0].Metrics[0].Name must be a string of 1 to 255 characters',
      document({ Metrics: [{}] }),
    ],
    [
      '_aws.CloudWatchMetrics[0].Metrics[0].Unit must be a CloudWatch unit, such as Count',
      document({ Metrics: [{ Name: 'm', Unit: 'count' }] }),
    ],
    [
      '_aws.CloudWatchMetrics[0].Metrics[0].StorageResolution must be 1 or 60',
      document({ Metrics: [{ Name: 'm', StorageResolution: 10 }] }),
    ],
    ['the root has no member for metric n', document({ Metrics: [{ Name: 'n' }] })],
    ['metric m has 101 values, at most 100 are allowed', document({}, { m: Array(101).fill(0) })],
    [
      'the value of metric m must be a number or an array of numbers, within +-2^360',
      document({}, { m: [1, 'x'] }),
    ],
    [
      'the value of metric m must be a number or an array of numbers, within +-2^360',
      document({}, { m: [[1]] }),
    ],
    [
      'the value of metric m must be a number or an array of numbers, within +-2^360',
      document({}, { m: { Values: [1], Counts: [1] } }),
    ],
    [
      'the value of metric m must be a number or an array of numbers, within +-2^360',
      document({}, { m: 1e109 }),
    ],
  ])('%s', (invalid, event) => {
    expect(extractEmf(event, T)).toEqual({ invalid });
  });
});

it('loses only the bad directive where told so, and says why', () => {
  const good = { Namespace: 'A', Dimensions: [[]], Metrics: [{ Name: 'm' }] };
  const event = JSON.stringify({
    _aws: { Timestamp: T, CloudWatchMetrics: [{ ...good, Namespace: '' }, good] },
    m: 1,
  });
  expect(extractEmf(event, T)).toEqual({
    invalid: '_aws.CloudWatchMetrics[0].Namespace must be a string of 1 to 255 characters',
  });
  expect(extractEmf(event, T, { reject: 'directive' })).toMatchObject({
    metrics: [{ namespace: 'A' }],
    dropped: ['_aws.CloudWatchMetrics[0].Namespace must be a string of 1 to 255 characters'],
  });
});

it('never throws, whatever the event', () => {
  const members = fc.dictionary(
    fc.constantFrom('_aws', 'Timestamp', 'CloudWatchMetrics', 'Namespace', 'm'),
    fc.jsonValue(),
  );
  const events = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    members.map((root) => JSON.stringify(root)),
    fc
      .jsonValue()
      .map((directive) => JSON.stringify({ _aws: { Timestamp: 1, CloudWatchMetrics: [directive] } })),
    members.map((directive) => document(directive)),
  );
  fc.assert(
    fc.property(events, (event) => {
      extractEmf(event, T);
    }),
    { numRuns: 2000, seed: 5 },
  );
});

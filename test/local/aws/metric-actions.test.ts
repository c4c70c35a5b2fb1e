import { metricReader } from '../../../lambda/alert-dispatcher/aws';
import { countedPoints, countedQueries, type ObjectiveTerms } from '../../../lib/contract';
import { startAwsService } from '../../../lib/local/aws/aws-service';
import { metricActions, type ReadMetric } from '../../../lib/local/aws/metric-actions';

const START = Date.parse('2026-01-05T03:00:00Z');
const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test("a function's question for metrics is answered by the engine's data, in AWS's own protocol", async () => {
  const asked: unknown[] = [];
  const read: ReadMetric = (metric, from, to) => {
    asked.push([metric.stat, metric.period, metric.dimensions, from, to]);
    return metric.stat === 'Sum' ? [null, 2, null] : [10, 20, null];
  };
  const service = await startAwsService(metricActions(read));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_CLOUDWATCH: service.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'tiltmeter',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  });
  const dimensions = { Realm: 'dev', Job: 'cmd/load' };
  const terms: ObjectiveTerms = {
    name: 'loads',
    realm: 'dev',
    target: 0.99,
    overSeconds: 7 * 86_400,
    of: { kind: 'success', job: 'cmd/load' },
    counted: { namespace: 'Lava' },
  };
  const found = await metricReader()(
    countedQueries(terms, 60),
    START,
    START + 180_000,
    new AbortController().signal,
  ).finally(() => service.close());
  expect(countedPoints(found)).toEqual([
    { at: START, bad: 0, all: 10 },
    { at: START + 60_000, bad: 2, all: 20 },
  ]);
  expect(asked[0]).toEqual(['Sum', 60, dimensions, START, START + 180_000]);
});

import { createBudgetOf, type MetricData } from '../../../lambda/alert-dispatcher/budget';
import { readAlert } from '../../../lambda/alert-dispatcher/read-alert';
import type { ObjectiveTerms } from '../../../lib/contract';

const NOW = Date.parse('2026-01-05T12:00:00Z');
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const OVER = 28 * 86_400;

const loads: ObjectiveTerms = {
  name: 'loads',
  realm: 'dev',
  target: 0.99,
  overSeconds: OVER,
  of: { kind: 'success', job: 'cmd/load' },
  counted: { namespace: 'Lava' },
};
const fresh: ObjectiveTerms = {
  ...loads,
  name: 'fresh',
  target: 0.995,
  of: { kind: 'fresh', job: 'cmd/load', freshSeconds: 93_600 },
};
const told = JSON.stringify({
  alarms: { 'lava-dev-slo-loads-page': 0, 'lava-dev-slo-loads-ticket': 0, 'lava-dev-slo-fresh-page': 1 },
  terms: [loads, fresh],
});

/** CloudWatch with ten runs a minute, of which a share is bad; what it was asked. */
function cloudWatch(badShareAt: (at: number) => number, since = Number.NEGATIVE_INFINITY) {
  const asked: { queries: Parameters<MetricData>[0]; from: number; to: number }[] = [];
  const metricData: MetricData = async (queries, from, to) => {
    asked.push({ queries, from, to });
    const period = queries[0]!.MetricStat.Period * 1_000;
    const points: { at: number; bad: number; all: number }[] = [];
    for (let at = from; at < to; at += period) {
      let [runs, failed] = [0, 0];
      for (let minute = at; minute < Math.min(at + period, NOW); minute += MINUTE) {
        if (minute < since) continue;
        runs += 10;
        failed += 10 * badShareAt(minute);
      }
      // CloudWatch gives the newest first.
      if (runs > 0) points.unshift({ at, bad: failed, all: runs });
    }
    const Timestamps = points.map(({ at }) => new Date(at));
    return queries.map(({ Id }) => ({ Id, Timestamps, Values: points.map((point) => point[Id]) }));
  };
  return { asked, metricData };
}

const budgetOf = (
  metricData: MetricData,
  readParameter: () => Promise<string | undefined> = async () => told,
) => createBudgetOf('/lava/dev/objectives', { readParameter, metricData });

const textOf = async (of: ReturnType<typeof createBudgetOf>, alarm: string, timeoutMs = 3_000) =>
  (await of(alarm, NOW, timeoutMs))?.text;

const ask = (metricData: MetricData, alarm = 'lava-dev-slo-loads-page') =>
  textOf(budgetOf(metricData), alarm);

test('a budget that burns is told with how fast, how much is left, until when, and since when', async () => {
  const { metricData, asked } = cloudWatch((at) => (at >= NOW - 50 * MINUTE ? 0.2 : 0));
  await expect(ask(metricData)).resolves.toBe(
    // 50 minutes of 20x; 1,000 bad runs of the 4,032 that 28 days of ten a minute may have
    'burns 16.7 times too fast over 1h, 2.78 over 6h, 0.231 over 3d; 98% of the budget of 28d is left, 3930 runs, ' +
      'gone in 1d15h at the pace of 1h; burning since 2026-01-05 11:10 UTC',
  );
  expect(
    asked.map(({ queries: [query], from, to }) => [query!.MetricStat.Period, (to - from) / 1_000]),
  ).toEqual([
    [3_600, OVER],
    [60, 6 * 3_600],
  ]);
  expect(asked[0]!.queries.map(({ MetricStat }) => [MetricStat.Metric.MetricName, MetricStat.Stat])).toEqual([
    ['JobFailed', 'Sum'],
    ['JobFailed', 'SampleCount'],
  ]);
});

test.each([
  ['burns', 0.2, NOW - 50 * MINUTE, 'burns 16.7 times too fast over 1h, 98% of the budget of 28d left'],
  ['is gone', 0.2, NOW - 20 * DAY, 'burns 20 times too fast over 1h, nothing of the budget of 28d left'],
])('a budget that %s is told in a few words for a line', async (_, share, since, brief) => {
  const { metricData } = cloudWatch((at) => (at >= since ? share : 0));
  const told = await budgetOf(metricData)('lava-dev-slo-loads-page', NOW, 3_000);
  expect(told?.brief).toBe(brief);
});

test('of what is not known there are no few words', async () => {
  const told = await budgetOf(async () => [])('lava-dev-slo-loads-page', NOW, 3_000);
  expect(told).toEqual({ text: 'not known: no runs were counted in 28d' });
});

test('alarms that ask at once read the objectives once', async () => {
  let reads = 0;
  const { metricData } = cloudWatch(() => 0);
  const of = budgetOf(metricData, async () => {
    reads++;
    return told;
  });
  await Promise.all(['a', 'b', 'lava-dev-slo-fresh-page'].map((alarm) => of(alarm, NOW, 3_000)));
  expect(reads).toBe(1);
});

test('what has burnt for days began with the first of these hours', async () => {
  const { metricData } = cloudWatch((at) => (at >= NOW - 2 * DAY ? 0.02 : 0));
  await expect(ask(metricData, 'lava-dev-slo-loads-ticket')).resolves.toMatch(
    /^burns 2 times too fast over 1h, 2 over 6h, .*; burning since 2026-01-03 12:00 UTC$/,
  );
});

test('a budget that is gone is told as gone, and one that recovers no longer burns', async () => {
  const { metricData } = cloudWatch((at) => (at >= NOW - 5 * DAY && at < NOW - 2 * HOUR ? 0.5 : 0));
  await expect(ask(metricData)).resolves.toMatch(/; nothing of the budget of 28d is left$/);
});

test('a budget of freshness is told in minutes', async () => {
  const { metricData } = cloudWatch((at) => (at >= NOW - 5 * MINUTE ? 1 : 0));
  await expect(ask(metricData, 'lava-dev-slo-fresh-page')).resolves.toMatch(
    /; 98% of the budget of 28d is left, 197 minutes, .*; burning since 2026-01-05 11:55 UTC$/,
  );
});

test('of what was never counted it is not known', async () => {
  const { metricData } = cloudWatch(() => 0, NOW);
  await expect(ask(metricData)).resolves.toBe('not known: no runs were counted in 28d');
});

test('what is older than the first run counts as good, as many as are expected', async () => {
  const { metricData } = cloudWatch((at) => (at >= NOW - 10 * MINUTE ? 1 : 0), NOW - DAY);
  const terms = [{ ...loads, runsPerDay: 14_400 }];
  const of = budgetOf(metricData, async () => JSON.stringify({ alarms: { a: 0 }, terms }));
  await expect(textOf(of, 'a')).resolves.toMatch(/; 98% of the budget of 28d is left, 3930 runs, /);
});

test('nothing is said of other alarms, and nothing asked', async () => {
  const { metricData, asked } = cloudWatch(() => 0);
  await expect(ask(metricData, 'lava-dev-core-heartbeat')).resolves.toBeUndefined();
  await expect(ask(metricData, 'constructor')).resolves.toBeUndefined();
  expect(asked).toEqual([]);
});

const UNKNOWN = 'not known: CloudWatch did not say in time';
test.each<[string, MetricData]>([
  ['refuses', async () => Promise.reject(new Error('AccessDenied'))],
  ['is silent', () => new Promise<never>(() => {})],
])('when CloudWatch %s, that is what is said', async (_, metricData) => {
  await expect(textOf(budgetOf(metricData), 'lava-dev-slo-loads-page', 20)).resolves.toBe(UNKNOWN);
});

test('a parameter that cannot be read is read again at the next alert', async () => {
  const { metricData } = cloudWatch(() => 0);
  const answers = [undefined, '{"alarms":1}', told];
  const of = budgetOf(metricData, async () => answers.shift());
  await expect(textOf(of, 'lava-dev-slo-loads-page')).resolves.toBe(UNKNOWN);
  await expect(textOf(of, 'lava-dev-slo-loads-page')).resolves.toBe(UNKNOWN);
  await expect(textOf(of, 'lava-dev-slo-loads-page')).resolves.toMatch(/^burns 0 times too fast/);
});

test('a composite alarm is told with names in place of ARNs', () => {
  const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
  const alert = readAlert(
    {
      AlarmName: 'lava-dev-slo-loads-page',
      NewStateValue: 'ALARM',
      NewStateReason: `${arn('lava-dev-slo-loads-fast-short')} transitioned to ALARM at Monday 05 January, 2026 11:59:49 UTC`,
      AlarmRule: `(ALARM("${arn('lava-dev-slo-loads-fast-long')}") AND ALARM("${arn('lava-dev-slo-loads-fast-short')}"))`,
      StateChangeTime: '2026-01-05T11:59:49.000+0000',
      AlarmArn: arn('lava-dev-slo-loads-page'),
    },
    { severity: 'page', id: 'id', at: NOW },
  );
  expect(alert).toMatchObject({
    reason: 'lava-dev-slo-loads-fast-short transitioned to ALARM at Monday 05 January, 2026 11:59:49 UTC',
    condition: '(ALARM("lava-dev-slo-loads-fast-long") AND ALARM("lava-dev-slo-loads-fast-short"))',
    region: 'eu-west-1',
  });
});

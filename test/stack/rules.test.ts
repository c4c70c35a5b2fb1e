import { METRICS, realmNames } from '../../lib/contract';
import { createMetrics, prometheusText } from '../../lib/runtime';
import { growth } from '../../lib/stack/growth';
import { PROMETHEUS_NAMES } from '../../lib/stack/rules/metric-queries';
import { filesOf, OPTIONS, rulesOf, yamlOf } from './fixture';

const [core, gpu] = OPTIONS.realm.workers;

test('each promise of a worker is a rule, and what a worker does not promise is none', () => {
  const names = (source: 'loki' | 'prometheus') => rulesOf(source).map(({ alert }) => alert);
  expect(names('loki')).toEqual([
    'lava-dev-core-heartbeat',
    'lava-dev-core-dead-threads',
    'lava-dev-core-queue-depth',
    'lava-dev-core-queue-stuck',
    'lava-dev-core-errors',
    'lava-dev-gpu-heartbeat',
    'lava-dev-gpu-dead-threads',
    'lava-dev-gpu-errors',
    'lava-dev-job-failed',
    'SystemManagerErrorAlert',
    'StderrHighLoadAlert',
  ]);
  expect(names('prometheus')).toEqual([
    'lava-dev-core-heartbeat',
    'lava-dev-core-dead-threads',
    'lava-dev-core-run-delay',
    'lava-dev-gpu-heartbeat',
    'lava-dev-gpu-dead-threads',
    'lava-dev-job-failed',
    'user-events-lag',
    'user-events-rejected',
  ]);
});

test("an alert has the name of the realm's CloudWatch alarm", () => {
  const { alarm } = realmNames('dev').worker('core');
  const names = rulesOf('loki').map(({ alert }) => alert);
  for (const signal of ['heartbeat', 'dead-threads', 'queue-depth', 'queue-stuck'] as const) {
    expect(names).toContain(alarm(signal));
  }
});

test('logs and metrics give one alert the same labels and texts, so that it is told once', () => {
  const byName = new Map(rulesOf('loki').map((rule) => [rule.alert, rule]));
  const both = rulesOf('prometheus').filter(({ alert }) => byName.has(alert));
  expect(both).toHaveLength(5);
  for (const { alert, labels, annotations } of both) {
    expect(byName.get(alert)).toMatchObject({ labels, annotations });
  }
});

test('silence is looked for over the promised time less one evaluation', () => {
  for (const [worker, range] of [
    [core, '4m50s'],
    [gpu, '9m50s'],
  ] as const) {
    const name = realmNames('dev').worker(worker.name).alarm('heartbeat');
    for (const source of ['loki', 'prometheus'] as const) {
      const rule = rulesOf(source).find(({ alert }) => alert === name)!;
      expect(rule.expr).toContain(`[${range}]`);
      expect(rule.for).toBeUndefined();
    }
  }
});

test('a promise of run delay is watched as it is made, by the quantile over its time', () => {
  const runDelay = { p95Seconds: 300, forSeconds: 1_800 };
  const realm = { ...OPTIONS.realm, workers: [{ ...core, runDelay }] };
  const rule = rulesOf('prometheus', { realm }).find(({ alert }) => alert === 'lava-dev-core-run-delay')!;
  expect(rule.expr).toBe(
    `histogram_quantile(0.95, sum by (le) (${growth('RunDelay_seconds_bucket{Realm="dev",Worker="core"}', '30m')})) > 300`,
  );
  expect(rule.annotations.description).toBe(
    'For 30m, one in twenty or more of the runs of worker core of realm dev has waited longer than 5m since its dispatch.',
  );
});

test('without one, the wait is promised by the age of the oldest message', () => {
  const rule = rulesOf('prometheus').find(({ alert }) => alert === 'lava-dev-core-run-delay')!;
  expect(rule.expr).toBe(
    `sum(${growth('RunDelay_seconds_sum{Realm="dev",Worker="core"}', '15m')}) / sum(${growth('RunDelay_seconds_count{Realm="dev",Worker="core"}', '15m')}) > 7200`,
  );
});

test('without a severity ticket, what can wait is told to page', () => {
  const realm = { ...OPTIONS.realm, alerts: { page: [] } };
  expect(new Set(rulesOf('loki', { realm }).map(({ labels }) => labels.severity))).toEqual(new Set(['page']));
});

test('a cluster watches its own manager', () => {
  const rule = rulesOf('loki', { level: 'cluster' }).find(
    ({ alert }) => alert === 'ClusterManagerErrorAlert',
  )!;
  expect(rule.expr).toContain('{container_name="cluster_manager", level=~"ERROR|CRITICAL"}');
});

test('nothing is counted by stream: labels that come and go would split the count', () => {
  for (const { expr } of rulesOf('loki'))
    expect(expr).toMatch(/^(sum|max)( by \((service|container_name)\) )?\(/);
});

test('the rules read metrics by the names under which a worker serves them', () => {
  const metrics = createMetrics();
  metrics.gauge(METRICS.WorkerThreadsAlive, { Realm: 'dev', Worker: 'core', Instance: 'i' }).set(1);
  metrics.gauge(METRICS.WorkerThreadsDead, { Realm: 'dev', Worker: 'core', Instance: 'i' }).set(0);
  metrics.point(METRICS.RunDelay, { Realm: 'dev', Worker: 'core' }, 1);
  metrics.point(METRICS.JobFailed, { Realm: 'dev', Job: 'j' }, 1);
  const text = prometheusText(metrics);
  const { threadsAlive, threadsDead, runDelay, jobFailed } = PROMETHEUS_NAMES;
  expect(text).toContain(`\n${threadsAlive}{Realm="dev",Worker="core",Instance="i"} 1\n`);
  expect(text).toContain(`\n${threadsDead}{Realm="dev",Worker="core",Instance="i"} 0\n`);
  expect(text).toContain(`\n${runDelay}_sum{Realm="dev",Worker="core"} 1\n`);
  expect(text).toContain(`\n${runDelay}_count{Realm="dev",Worker="core"} 1\n`);
  expect(text).toContain(`\n${runDelay}_bucket{Realm="dev",Worker="core",le="+Inf"} 1\n`);
  expect(text).toContain(`\n${jobFailed}_sum{Realm="dev",Job="j"} 1\n`);
});

test('every Prometheus rule has tests, and each is one that must fire at some time', () => {
  const { tests } = yamlOf('rules/prometheus.test.yml');
  for (const { alert } of rulesOf('prometheus')) {
    const checks = tests
      .flatMap(
        (test: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }) => test.alert_rule_test,
      )
      .filter(({ alertname }: { alertname: string }) => alertname === alert);
    expect(checks.some(({ exp_alerts }: { exp_alerts: unknown[] }) => exp_alerts.length === 1)).toBe(true);
    expect(checks.some(({ exp_alerts }: { exp_alerts: unknown[] }) => exp_alerts.length === 0)).toBe(true);
  }
});

test("with OpenWhisk's names, rules read OpenWhisk's metrics", () => {
  const text = filesOf({ userEvents: 'openwhisk' }).get('rules/prometheus.yml');
  expect(text).toContain('min_over_time(openwhisk_userevents_consumer_lag[15m])');
  expect(text).not.toContain('tiltmeter_user_events');
});

import type { StackObjective } from '../../lib/stack';
import { OPTIONS, type WrittenRule, yamlOf } from './fixture';

const over = { overSeconds: 28 * 86_400 };
const OBJECTIVES: readonly StackObjective[] = [
  { name: 'many', target: 0.99, ...over, of: { kind: 'success', job: 'cmd/load' }, runsPerDay: 14_400 },
  { name: 'few', target: 0.95, ...over, of: { kind: 'success', job: 'cmd/nightly' }, runsPerDay: 3 },
  { name: 'fresh', target: 0.995, ...over, of: { kind: 'fresh', job: 'cmd/load', freshSeconds: 93_600 } },
  {
    name: 'soon',
    target: 0.95,
    ...over,
    of: { kind: 'start-within', worker: 'core', withinSeconds: 300 },
    runsPerDay: 14_400,
  },
];
const options = { realm: { ...OPTIONS.realm, objectives: OBJECTIVES } };
const rules = (): WrittenRule[] => yamlOf('rules/prometheus.yml', options).groups[1].rules;
const rule = (name: string) => rules().find(({ alert }) => alert === `lava-dev-slo-${name}`)!;

test('each severity of an objective is an alert', () => {
  const names = rules().flatMap(({ alert }) => (alert?.includes('-slo-') ? [alert] : []));
  expect(names).toEqual(
    ['many-page', 'many-ticket', 'few-page', 'few-ticket', 'fresh-page', 'soon-page', 'soon-ticket'].map(
      (name) => `lava-dev-slo-${name}`,
    ),
  );
});

test('burn rates are recorded over each window, and alerts read them', () => {
  const recorded = rules() as unknown as {
    record?: string;
    labels: Record<string, string>;
  }[];
  const windows = recorded
    .filter(({ record, labels }) => record && labels.objective === 'many')
    .map(({ labels }) => labels.window);
  expect(windows).toEqual(['1h', '5m', '6h', '30m', '3d', '6h']);
  expect(rule('many-page').expr).toBe(
    '(max(slo:burn_rate{realm="dev",objective="many",tier="fast",window="1h"}) >= 14.4 and max(slo:burn_rate{realm="dev",objective="many",tier="fast",window="5m"}) >= 14.4) or ' +
      '(max(slo:burn_rate{realm="dev",objective="many",tier="slow",window="6h"}) >= 6 and max(slo:burn_rate{realm="dev",objective="many",tier="slow",window="30m"}) >= 6)',
  );
});

test('an alert says what is promised, and how fast the budget goes', () => {
  expect(rule('few-page').annotations.description).toBe(
    '95% of the runs of job cmd/nightly are to succeed, over 28d: 3 bad of a budget of 4.2 within 3d8h.',
  );
  expect(rule('fresh-page')).toMatchObject({
    expr: 'min(SecondsSinceSuccess_seconds{Realm="dev",Job="cmd/load"}) >= 93600',
    for: '5m',
  });
});

test('a realm without objectives has none of it', () => {
  expect(JSON.stringify(yamlOf('rules/prometheus.yml'))).not.toContain('burn_rate');
});

test('a counter that was there within a day before its window did not begin in it, though nobody scraped for an hour', () => {
  const bad = 'JobFailed_sum{Realm="dev",Job="cmd/nightly"}';
  expect(rule('few-page').expr).toBe(
    `sum(((last_over_time(${bad}[3d8h]) unless last_over_time(${bad}[1d] offset 3d8h) unless resets(${bad}[3d8h]) > 0) or increase(${bad}[3d8h]))) >= 3`,
  );
});

test('a rehearsal burns no faster than when every run is bad, and puts all bad runs into the window', () => {
  const objectives: StackObjective[] = [
    { ...OBJECTIVES[3]!, name: 'ninety', target: 0.9 },
    { ...OBJECTIVES[0]!, name: 'minutely', target: 0.999, runsPerDay: 1_440 },
  ];
  const { tests } = yamlOf('rules/prometheus.test.yml', { realm: { ...OPTIONS.realm, objectives } });
  const named = (name: string) => tests.find((one: { name?: string }) => one.name?.includes(name));
  expect(named('ninety-page').name).toContain('10 times too fast is told of after 54 minutes');
  const values = (job: string) =>
    named('minutely-page').input_series.find(({ series }: { series: string }) => series.includes(job)).values;
  expect(values('JobFailed_sum{Realm="dev",Job="cmd/load"}')).toMatch(/^0x29 1x29 2x29 /);
});

test('rehearsals that share no series are one test, since each test plays every rule', () => {
  const of = (job: string) => ({ ...OBJECTIVES[0]!, name: job, of: { kind: 'success', job } as const });
  const testsOf = (...jobs: string[]) =>
    yamlOf('rules/prometheus.test.yml', {
      realm: { ...OPTIONS.realm, objectives: jobs.map(of) },
    }).tests.filter(({ name }: { name: string }) => name.includes('-slo-'));
  const [one, many] = [testsOf('a'), testsOf('a', 'b', 'c', 'd')];
  // A page and a ticket are played by the same counters.
  expect([one.length, many.length]).toEqual([2, 2]);
  const checks = (tests: { alert_rule_test: object[] }[]) => tests.flatMap((test) => test.alert_rule_test);
  expect(checks(many)).toHaveLength(4 * checks(one).length);
});

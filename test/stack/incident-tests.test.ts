import { ruleChecks } from '../../lib/stack/rules/incident-tests';
import type { StackIncident } from '../../lib/stack/stack-options';
import { filesOf, incident, rulesOf, yamlOf } from './fixture';

const MINUTE = 60_000;
const [silent, zombie] = [incident('core-falls-silent'), incident('core-zombie')];

interface IncidentTest {
  readonly name: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly { readonly exp_labels: Readonly<Record<string, string>> }[];
  }[];
}

const testsOf = (...incidents: (typeof silent)[]): IncidentTest[] =>
  yamlOf('rules/incidents.test.yml', { incidents }).tests;

test('the heartbeats of an incident are what the workers would have served', () => {
  const [{ name, input_series }] = testsOf(silent) as [IncidentTest];
  expect(name).toBe('every core worker dies, and comes back half an hour later');
  const alive = input_series.filter(({ series }) => series.startsWith('WorkerThreadsAlive'));
  expect(alive).toEqual([
    { series: 'WorkerThreadsAlive{Realm="dev",Worker="core",Instance="i-2-1"}', values: '1x14 stale _x60' },
    { series: 'WorkerThreadsAlive{Realm="dev",Worker="core",Instance="i-2-2"}', values: '1x14 stale _x60' },
    { series: 'WorkerThreadsAlive{Realm="dev",Worker="core",Instance="i-3-1"}', values: '_x45 1x29 stale' },
    { series: 'WorkerThreadsAlive{Realm="dev",Worker="core",Instance="i-3-2"}', values: '_x45 1x29 stale' },
    { series: 'WorkerThreadsAlive{Realm="dev",Worker="gpu",Instance="i-4-1"}', values: '1x74 stale' },
  ]);
});

test('a dead thread is counted while it is told', () => {
  const [{ input_series }] = testsOf(zombie) as [IncidentTest];
  const dead = input_series.filter(({ series }) => series.startsWith('WorkerThreadsDead'));
  expect(dead.map(({ values }) => values)).toContain('_x10 1x9 stale _x70');
});

test('what must be in ALARM by a time must fire at it, with the labels of the rule', () => {
  const [{ alert_rule_test }] = testsOf(silent) as [IncidentTest];
  const firing = alert_rule_test.filter(({ exp_alerts }) => exp_alerts.length > 0);
  const { labels } = rulesOf('prometheus').find(({ alert }) => alert === 'lava-dev-core-heartbeat')!;
  expect(firing).toEqual([
    expect.objectContaining({ eval_time: '20m40s', alertname: 'lava-dev-core-heartbeat' }),
  ]);
  expect(firing[0]!.exp_alerts[0]!.exp_labels).toEqual(labels);
});

test('quiet is asked of every rule that hears heartbeats, and never of one', () => {
  const checks = ruleChecks(zombie, ['lava-dev-core-heartbeat', 'lava-dev-core-dead-threads']);
  const asked = (alert: string) =>
    checks.filter((check) => check.alert === alert).map(({ atMs }) => atMs / MINUTE);
  expect(asked('lava-dev-core-dead-threads')).toEqual([0, 2, 4, 6, 8, 14, ...from(56, 90)]);
  expect(new Set(asked('lava-dev-core-heartbeat'))).toEqual(new Set(from(0, 90)));
  expect(checks.filter(({ fires }) => fires)).toEqual([
    { alert: 'lava-dev-core-dead-threads', atMs: 14 * MINUTE, fires: true },
  ]);
});

test('a rule is not asked who is told, nor for a state that it does not have', () => {
  const window = { line: 1, from: 0, until: 4 * MINUTE };
  const never = { ...window, kind: 'never', alarm: 'a' } as const;
  const asked = (...expectations: StackIncident['expectations']) =>
    ruleChecks({ ...zombie, expectations }, ['a']);
  expect(asked({ ...window, kind: 'silent' }, { ...never, state: 'OK' })).toEqual([]);
  expect(asked({ ...never, state: 'ALARM' })).toHaveLength(2);
});

test('an incident of another realm, of a template or of days is left out, and without any there is no file', () => {
  const others = [
    { ...silent, realm: 'prod' },
    { ...silent, template: '/any.template.json' },
    { ...silent, length: 24 * 60 * MINUTE },
  ];
  expect(filesOf({ incidents: others }).has('rules/incidents.test.yml')).toBe(false);
  expect(filesOf().has('rules/incidents.test.yml')).toBe(false);
  expect(testsOf(...others, silent)).toHaveLength(1);
});

// --- internal ---

/** Every other minute from one up to another. */
function from(first: number, end: number): number[] {
  return Array.from({ length: (end - first) / 2 }, (_, n) => first + 2 * n);
}

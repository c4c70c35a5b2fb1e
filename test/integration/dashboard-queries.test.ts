import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { StackObjective } from '../../lib/stack';
import { filesOf, OPTIONS } from '../stack/fixture';

/** The dashboards' queries on user events, answered by Prometheus's own engine. */
const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-dashboards-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FAILED = 'openwhisk_action_status{namespace="n",initiator="i",action="a",status="application_error"}';
const RUNS = 'openwhisk_action_activations_total{namespace="n",initiator="i",action="a"}';
const BUCKETS = (values: string) =>
  ['1.0', '2.5', '+Inf'].map((le) => [
    `openwhisk_action_duration_seconds_bucket{namespace="n",initiator="i",action="a",le="${le}"}`,
    le === '1.0' ? values.replaceAll(/\b1/g, '0') : values,
  ]);

test.each([
  ['the first failure', 'Failed', { [FAILED]: '_x70 1x20' }, 1],
  ['a failure after a 0', 'Failed', { [FAILED]: '0x70 1x20' }, 1],
  ['no failure for long', 'Failed', { [FAILED]: '7x90' }, 0],
  ['nothing that was ever counted', 'Failed', {}, 0],
  ['a service that began anew', 'Failed', { [FAILED]: '5x70 1x20' }, 1],
  ['an old counter after an hour without scrapes', 'Failed', { [FAILED]: '7x10 _x60 7x18' }, 0],
  ['a failure after an hour without scrapes', 'Failed', { [FAILED]: '7x10 _x60 7x8 8x9' }, 1],
  ['a success rate of none', 'Success rate', { [FAILED]: '1+1x90', [RUNS]: '1+1x90' }, 0],
  ['a success rate without runs', 'Success rate', { [RUNS]: '7x90' }, undefined],
])('%s is seen in %s', (_name, title, series, expected) => {
  const found = answer(title, series);
  // increase() reaches out to the ends of the range, so that 1 may be 1.03
  expect(found && Math.round(found)).toBe(expected);
});

test('the first run of all has a duration', () => {
  const series = Object.fromEntries(BUCKETS('_x80 1x10'));
  expect(answer('Run time', series, '95 % of all')).toBeCloseTo(2.425);
});

const LOADS = { name: 'loads', target: 0.99, overSeconds: 28 * 86_400 };
const OBJECTIVES: readonly StackObjective[] = [
  { ...LOADS, of: { kind: 'success', job: 'cmd/load' }, runsPerDay: 1_440 },
  { ...LOADS, name: 'fresh', of: { kind: 'fresh', job: 'cmd/load', freshSeconds: 3_600 } },
];
const LABELS = '{Realm="dev",Job="cmd/load"}';
const BURNING = { JobFailed_count: '0+1x90', JobFailed_sum: '0x40 0+0.5x50' };

test.each([
  ['loads: budget burns', BURNING, 100 * (20 / 60)],
  ['loads: budget left', BURNING, 1 - (100 * 22.5) / 85],
  // What happened unseen is not in the half hour; what is seen of it burns nothing.
  ['loads: budget burns', { JobFailed_count: '0+1x10 _x60 71+1x18', JobFailed_sum: '5x10 _x60 5x18' }, 0],
  // Counters that begin and are reset in the half hour: the good runs before the reset count, too.
  [
    'loads: budget burns',
    { JobFailed_count: '_x59 0+100x20 0+100x8', JobFailed_sum: '_x59 0x20 0+10x8' },
    100 * (50 / 2_500),
  ],
  ['fresh: budget burns', { SecondsSinceSuccess_seconds: '0x70 7200x20' }, 100 * (15 / 60)],
  // Of four weeks it is looked at every eleven minutes.
  ['fresh: budget left', { SecondsSinceSuccess_seconds: '0x40 7200x60' }, 1 - 100 * (4 / 8)],
  ['fresh: budget left', {}, undefined],
])('%s is what Prometheus counts: %j', (title, series, expected) => {
  const given = Object.fromEntries(
    Object.entries(series).map(([name, values]) => [`${name}${LABELS}`, values]),
  );
  const found = answer(title, given, title.endsWith('left') ? 'left' : 'times too fast', BUDGETS);
  if (expected === undefined) expect(found).toBeUndefined();
  // increase() reaches out to the ends of the range
  else expect(Math.abs(found! - expected)).toBeLessThan(0.15 * Math.max(1, Math.abs(expected)));
});

// --- internal ---

const BUDGETS = filesOf({ realm: { ...OPTIONS.realm, objectives: OBJECTIVES } }).get(
  'grafana/dashboards/lava-dev-budgets.json',
)!;

interface Target {
  readonly expr: string;
  readonly legendFormat?: string;
}

/** What a panel shows after an hour and a half of values by the minute; undefined for no data. */
function answer(
  title: string,
  series: Readonly<Record<string, string>>,
  legend = '',
  dashboard = filesOf({ userEvents: 'openwhisk' }).get('grafana/dashboards/Oew1lvymk.json')!,
): number | undefined {
  const { panels } = JSON.parse(dashboard);
  const targets: Target[] = panels
    .filter((panel: { title: string }) => panel.title === title)
    .flatMap((panel: { targets: Target[] }) => panel.targets);
  const { expr } = targets.find(({ legendFormat = '' }) => legendFormat === legend)!;
  const query = expr.replace(/\$(__range|interval)/g, '30m').replace(/=~"\$\w+"/g, '=~".*"');
  const input_series = Object.entries(series).map(([name, values]) => ({ series: name, values }));
  writeFileSync(
    join(folder, 'query.test.yml'),
    stringify({
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series,
          promql_expr_test: [{ expr: query, eval_time: '85m', exp_samples: [IMPOSSIBLE] }],
        },
      ],
    }),
  );
  const { stderr, stdout } = spawnSync('promtool', ['test', 'rules', join(folder, 'query.test.yml')], {
    encoding: 'utf8',
  });
  const [, got] = /got:\s*(.*)/.exec(stdout + stderr) ?? [];
  if (got === undefined) throw new Error(`promtool said ${stdout}${stderr}`);
  return got === 'nil' ? undefined : Number(/\{\} (\S+)/.exec(got)![1]);
}

/** promtool shows what it got only beside what it did not expect. */
const IMPOSSIBLE = { labels: '{nobody="has this"}', value: 0 };

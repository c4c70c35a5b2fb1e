import { evaluateExpression } from '../../lib/engine';
import type { StackObjective } from '../../lib/stack';
import { filesOf, OPTIONS } from './fixture';

const over = { overSeconds: 28 * 86_400 };
const OBJECTIVES: readonly StackObjective[] = [
  { name: 'loads', target: 0.99, ...over, of: { kind: 'success', job: 'cmd/load' }, runsPerDay: 14_400 },
  { name: 'fresh', target: 0.995, ...over, of: { kind: 'fresh', job: 'cmd/load', freshSeconds: 93_600 } },
  {
    name: 'soon',
    target: 0.95,
    ...over,
    of: { kind: 'start-within', worker: 'core', withinSeconds: 300 },
    runsPerDay: 40,
  },
];
const files = filesOf({ realm: { ...OPTIONS.realm, objectives: OBJECTIVES } });

interface Panel {
  readonly title: string;
  readonly timeFrom?: string;
  readonly targets: readonly {
    readonly id?: string;
    readonly expression?: string;
    readonly metricName?: string;
    readonly statistic?: string;
    readonly period?: string;
    readonly hide?: boolean;
  }[];
}

const panels = (uid: string): Panel[] => JSON.parse(files.get(`grafana/dashboards/${uid}.json`)!).panels;
const panelOf = (uid: string, title: string) => panels(uid).find((panel) => panel.title === title)!;

test('each objective has a row of its own on the dashboard of CloudWatch', () => {
  const { targets, timeFrom } = panelOf('lava-dev-fleet', 'soon: budget left');
  expect(timeFrom).toBe('28d');
  expect(
    targets
      .slice(1)
      .map(({ id, metricName, statistic, period, hide }) => [id, metricName, statistic, period, hide]),
  ).toEqual([
    ['bad', 'RunDelay', 'TC(300:)', '86400', true],
    ['all', 'RunDelay', 'SampleCount', '86400', true],
  ]);
});

/** What the expression of a panel shows of data, by the engine's metric math. */
const shown = (title: string, bad: (number | null)[], all: (number | null)[]) => {
  const { expression } = panelOf('lava-dev-fleet', title).targets[0]!;
  return evaluateExpression(expression!, { bad, all });
};

test('what is left is that of all the days together', () => {
  // 3 of 1,000 bad runs at 99 %
  expect(shown('loads: budget left', [1, null, 2], [500, null, 500])[0]).toBeCloseTo(0.7);
  expect(shown('fresh: budget left', [0, 7.2], [1_440, 1_440])[0]).toBeCloseTo(0.5);
});

test('a burn is that of its hour, and 0 in one without runs', () => {
  const burn = shown('loads: budget burns', [12, null, 6], [60, null, 600]);
  expect(burn.map((value) => Number(value?.toFixed(3)))).toEqual([20, 0, 1]);
});

test("Prometheus's dashboard has the same of what it can count, and there is none without objectives", () => {
  expect(panels('lava-dev-budgets').map(({ title }) => title)).toEqual([
    'loads: budget left',
    'loads: budget burns',
    'fresh: budget left',
    'fresh: budget burns',
    'soon: budget left',
    'soon: budget burns',
  ]);
  expect(filesOf().has('grafana/dashboards/lava-dev-budgets.json')).toBe(false);
});

import { promiseWords } from '../../../lib/contract';
import { compileFilterPattern } from '../../../lib/engine';
import {
  budgetLines,
  budgetMarkdown,
  fetchBudgets,
  type ObjectiveTerms,
  spendPattern,
} from '../../../lib/operate';
import { formatDuration } from '../../../lib/text';

const NOW = Date.parse('2026-03-01T12:00:30Z');
const COUNTED = { namespace: 'Lava' };
const SUCCEED: ObjectiveTerms = {
  name: 'loads-succeed',
  realm: 'dev',
  target: 0.99,
  overSeconds: 28 * 86_400,
  of: { kind: 'success', job: 'cmd/load' },
  counted: COUNTED,
};
const WORDS = {
  duration: formatDuration,
  promise: ({ terms }: { terms: ObjectiveTerms }) => promiseWords(terms, formatDuration),
};

/** Answers by the hours of the window; values are sums. */
function fetched(
  terms: ObjectiveTerms,
  counts: Record<number, [bad: number, all: number]>,
  lines: string[] = [],
) {
  const asked: { window: number; stat?: string; period?: number }[] = [];
  const budgets = fetchBudgets([terms], {
    now: NOW,
    spends: 2,
    logGroup: '/var/log/lava/dev',
    metrics: {
      metricData: async (queries, from, to) => {
        const window = (to - from) / 3_600_000;
        asked.push({ window, stat: queries[0]!.MetricStat!.Stat, period: queries[0]!.MetricStat!.Period });
        return queries.map(({ Id }) => ({
          Id: Id!,
          Label: '',
          Timestamps: [],
          Values: [counts[window]![Id === 'bad' ? 0 : 1]],
        }));
      },
    },
    records: {
      findRecords: async function* ({ from }) {
        yield lines
          .map((line, index) => ({
            id: `${index}`,
            timestamp: NOW - (index + 1) * 3_600_000 * 30,
            stream: '',
            message: line,
          }))
          .filter(({ timestamp }) => timestamp >= from)
          .reverse();
      },
    },
  });
  return { budgets, asked };
}

test('what is left, how fast it goes and when it is gone', async () => {
  const line = (n: number) =>
    JSON.stringify({ event_source: 'lava-worker', run_id: `run-${n}`, message: `Failed ${n}` });
  const { budgets, asked } = fetched(SUCCEED, { 672: [4, 1_000], 1: [0, 2], 6: [1, 10], 72: [2, 100] }, [
    line(1),
    line(2),
    line(3),
  ]);
  expect(budgetLines(await budgets, WORDS)).toEqual([
    'loads-succeed  99% of the runs of job cmd/load are to succeed, over 28d',
    '  achieved  99.6% of 1000 runs, 4 bad',
    '  left      60% of the budget: 6 runs, or 242 minutes of a total outage',
    '  burn      0x over 1h, 10x over 6h, 2x over 3d',
    '  gone      in 8d9h36m at this pace',
    '            2026-02-28 06:00 run run-1  Failed 1',
    '            2026-02-27 00:00 run run-2  Failed 2',
  ]);
  expect(asked).toEqual([
    { window: 672, stat: 'Sum', period: 3_600 },
    { window: 1, stat: 'Sum', period: 60 },
    { window: 6, stat: 'Sum', period: 3_600 },
    { window: 72, stat: 'Sum', period: 3_600 },
  ]);
});

test('a budget of which nothing was counted is not known', async () => {
  const nothing: [number, number] = [0, 0];
  const { budgets } = fetched(SUCCEED, { 672: nothing, 1: nothing, 6: nothing, 72: nothing });
  expect(budgetLines(await budgets, WORDS).slice(1)).toEqual([
    '  achieved  not known: no runs were counted in 28d',
  ]);
});

test('freshness is told in minutes, of what was told', async () => {
  const terms: ObjectiveTerms = {
    ...SUCCEED,
    name: 'loads-fresh',
    target: 0.995,
    of: { kind: 'fresh', job: 'cmd/load', freshSeconds: 93_600 },
  };
  const { budgets, asked } = fetched(terms, {
    672: [800, 80_000],
    1: [60, 120],
    6: [60, 720],
    72: [60, 8_640],
  });
  expect(budgetMarkdown(await budgets, WORDS)).toEqual([
    '| objective | promise | achieved | left | burn | gone |',
    '| --- | --- | --- | --- | --- | --- |',
    '| loads-fresh | The last success of job cmd/load is to be younger than 1d2h in 99.5% of minutes over 28d | 99% of what was told of the last success | -100% of the budget: -202 minutes | 100x over 1h, 16.7x over 6h, 1.39x over 3d | already |',
  ]);
  expect(asked[0]!.stat).toBe('TC(93600:)');
});

test('runs that start late are found in the records of their start', () => {
  const pattern = compileFilterPattern(
    spendPattern({ ...SUCCEED, of: { kind: 'start-within', worker: 'core', withinSeconds: 300 } })!,
  );
  const line = (delay: number) =>
    JSON.stringify({
      event_source: 'lava-worker',
      event_type: 'job',
      realm: 'dev',
      worker: 'core',
      message: 'Starting',
      delay,
    });
  expect(
    [300, 301].map((delay) => pattern.match(line(delay)) !== undefined && !!pattern.match(line(delay))),
  ).toEqual([false, true]);
});

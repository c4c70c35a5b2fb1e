import { type ObjectiveTerms, promiseWords } from '../../../lib/contract';
import { compileFilterPattern } from '../../../lib/engine';
import {
  BURN_WINDOWS,
  budgetLines,
  budgetMarkdown,
  fetchBudgets,
  spendPattern,
  spentBudget,
  staleStretches,
} from '../../../lib/operate';
import { formatDuration } from '../../../lib/text';

const NOW = Date.parse('2026-03-01T12:00:30Z');
const COUNTED = { namespace: 'Lava' };
const SUCCEED: ObjectiveTerms = {
  name: 'loads-succeed',
  realm: 'dev',
  system: 'lava',
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
          Timestamps: [new Date(from)],
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
  const { budgets, asked } = fetched(
    SUCCEED,
    {
      672: [4, 1_000],
      [5 / 60]: [0, 0],
      0.5: [0, 1],
      1: [0, 2],
      6: [1, 10],
      72: [2, 100],
    },
    [line(1), line(2), line(3)],
  );
  expect(budgetLines(await budgets, WORDS)).toEqual([
    'loads-succeed  99% of the runs of job cmd/load are to succeed, over 28d',
    '  achieved  99.6% of 1000 runs, 4 bad',
    '  left      60% of the budget: 6 runs, or 242 minutes of a total outage',
    '  burn      0x over 30m, 0x over 1h, 10x over 6h, 2x over 3d',
    '  gone      in 8d10h at this pace',
    '            2026-02-28 06:00 run run-1  Failed 1',
    '            2026-02-27 00:00 run run-2  Failed 2',
  ]);
  expect(asked).toEqual([
    { window: 672, stat: 'Sum', period: 300 },
    ...[5 / 60, 0.5, 1, 6].map((window) => ({ window, stat: 'Sum', period: 60 })),
    { window: 72, stat: 'Sum', period: 300 },
  ]);
});

test('a budget of which nothing was counted is not known', async () => {
  const nothing: [number, number] = [0, 0];
  const { budgets } = fetched(SUCCEED, {
    672: nothing,
    [5 / 60]: nothing,
    0.5: nothing,
    1: nothing,
    6: nothing,
    72: nothing,
  });
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
    [5 / 60]: [10, 10],
    0.5: [60, 60],
    1: [60, 120],
    6: [60, 720],
    72: [60, 8_640],
  });
  expect(budgetMarkdown(await budgets, WORDS)).toEqual([
    '| objective | promise | achieved | left | burn | gone |',
    '| --- | --- | --- | --- | --- | --- |',
    '| loads-fresh | The last success of job cmd/load is to be younger than 1d2h in 99.5% of minutes over 28d | 99% of what was told of the last success | -100% of the budget: -202 minutes | 200x over 5m, 200x over 30m, 100x over 1h, 16.7x over 6h, 1.39x over 3d | already |',
    '',
    'What spent `loads-fresh` last:',
    '',
    '* 2026-02-01 12:00: The last success was too old for 1 minute',
  ]);
  expect(asked[0]!.stat).toBe('TC(93600:)');
});

test('what is older than the first count stands for as much as is expected, all of it good', () => {
  const none = BURN_WINDOWS.map(() => ({ bad: 0, all: 0 }));
  const nightly = { ...SUCCEED, runsPerDay: 1 };
  // One run of a night that failed is more than the 0.29 of a run of 29 runs, on the first day as on any other.
  expect(spentBudget(nightly, { bad: 1, all: 1 }, none, [], 60).left).toBeCloseTo(1 - 1 / 0.29, 2);
  expect(spentBudget({ ...SUCCEED, runsPerDay: 100 }, { bad: 1, all: 10 }, none, [], 8_640).left).toBeCloseTo(
    1 - 1 / 28,
    3,
  );
  const fresh: ObjectiveTerms = { ...SUCCEED, of: { kind: 'fresh', job: 'cmd/load', freshSeconds: 3_600 } };
  // 14 of the first 1440 minutes; two processes tell of each.
  expect(spentBudget(fresh, { bad: 28, all: 2_880 }, none, [], 86_400).left).toBeCloseTo(1 - 14 / 403.2, 3);
  expect(spentBudget(nightly, { bad: 0, all: 0 }, none, [], 0).left).toBeUndefined();
});

test('late runs, which CloudWatch counts in bins, are about so many', () => {
  const budget = spentBudget(
    SUCCEED,
    { bad: 2.1619, all: 31 },
    BURN_WINDOWS.map(() => ({ bad: 0, all: 0 })),
    [],
  );
  expect(budgetLines([budget], WORDS)[1]).toBe('  achieved  93.0261% of 31 runs, about 2.16 bad');
});

test('a window that holds no more than a shorter one is no other speed', () => {
  const all = BURN_WINDOWS.map(() => ({ bad: 1, all: 10 }));
  const windows = (countedSeconds: number) =>
    spentBudget(SUCCEED, { bad: 1, all: 10 }, all, [], countedSeconds).burns.map(
      ({ windowSeconds }) => windowSeconds,
    );
  expect(windows(120)).toEqual([300]);
  expect(windows(301)).toEqual([300, 1_800]);
  expect(windows(SUCCEED.overSeconds)).toEqual(BURN_WINDOWS);
});

test('stale stretches are told newest first, and joined where they touch', () => {
  const point = (minute: number, bad: number) => ({ at: minute * 60_000, bad, all: 2 });
  expect(staleStretches([point(9, 2), point(3, 2), point(4, 1), point(5, 0)], 60)).toEqual([
    { at: 540_000, text: 'The last success was too old for 1 minute' },
    { at: 180_000, text: 'The last success was too old for 2 minutes' },
  ]);
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
      system: 'lava',
      worker: 'core',
      message: 'Starting',
      delay,
    });
  expect(
    [300, 301].map((delay) => pattern.match(line(delay)) !== undefined && !!pattern.match(line(delay))),
  ).toEqual([false, true]);
});

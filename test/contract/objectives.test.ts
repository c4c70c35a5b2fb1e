import {
  badShare,
  budgetMinutes,
  budgetRuns,
  burnTiers,
  greatestTarget,
  isRate,
  runCounts,
  secondsToSpeak,
  staleMinutes,
} from '../../lib/contract';

const DAY = 86_400;
const over28 = (target: number) => ({ target, overSeconds: 28 * DAY });

test('the budget is the share that may be bad, in runs and in minutes', () => {
  expect(badShare({ target: 0.99 })).toBe(0.01);
  expect(budgetRuns(over28(0.99), 1)).toBe(0.28);
  expect(budgetMinutes(over28(0.995))).toBe(201.6);
});

test('the tiers are those of the workbook', () => {
  expect(burnTiers(over28(0.999)).map(({ factor, longSeconds }) => [factor, longSeconds / 3600])).toEqual([
    [14.4, 1],
    [6, 6],
    [1, 72],
  ]);
  // Chapter 5: factor x window / 30 days is 2 %, 5 % and 10 % of the budget.
  const spent = burnTiers(over28(0.999)).map(
    ({ factor, longSeconds }) => (factor * longSeconds) / (30 * DAY),
  );
  expect(spent.map((share) => Number(share.toFixed(6)))).toEqual([0.02, 0.05, 0.1]);
});

test('a factor that a total outage would hardly reach is lowered', () => {
  expect(burnTiers(over28(0.9)).map(({ factor }) => Number(factor.toFixed(6)))).toEqual([9, 6, 1]);
});

test('a long window is full enough after factor x window / burn, or never', () => {
  const [fast] = burnTiers(over28(0.999));
  expect(secondsToSpeak(fast!, 14.4)).toBe(3600);
  expect(secondsToSpeak(fast!, 1000)).toBeCloseTo(51.84);
  expect(secondsToSpeak(fast!, 14)).toBe(Number.POSITIVE_INFINITY);
});

test('runs are a rate when two bad ones are what the shortest long window speaks at', () => {
  // 14.4 % of the runs of an hour are two from 334 runs a day on.
  expect(isRate(over28(0.99), 334)).toBe(true);
  expect(isRate(over28(0.99), 333)).toBe(false);
});

test.each([
  // target, runs a day, page, ticket
  [0.99, 1, '1 in 86400', undefined], // the budget is 0.28 of a run: the first is more
  [0.95, 1, '1 in 86400', undefined], // 1.4 runs
  [0.99, 40, '2 in 21600', '2 in 259200'], // 2 of the last 10 runs; a tenth of the budget of 11.2
  [0.95, 3, '3 in 288000', '1 in 259200'], // 4.2 runs: 3 of the last 10; the first is a ticket
  [0.99, 300, '2 in 3600', '9 in 259200'], // 84 runs
  [0.92, 1, '2 in 604800', '1 in 259200'], // 2.24 runs
])('%s of %s runs a day: %s, %s', (target, runsPerDay, page, ticket) => {
  const counts = runCounts(over28(target), runsPerDay);
  const text = (count = counts.ticket) => count && `${count.runs} in ${count.withinSeconds}`;
  expect([text(counts.page), text()]).toEqual([page, ticket]);
});

test('no count is more than the budget holds, unless that is less than one run', () => {
  for (let steps = 1; steps <= 100; steps++) {
    for (const runsPerDay of [0.03, 0.14, 1, 2, 5, 11, 40, 120, 333]) {
      const budget = over28(1 - steps / 1000);
      const { page, ticket } = runCounts(budget, runsPerDay);
      expect(page.runs).toBeLessThanOrEqual(Math.max(1, budgetRuns(budget, runsPerDay)));
      expect(page.withinSeconds).toBeLessThanOrEqual(7 * DAY);
      expect(page.withinSeconds % (page.withinSeconds > DAY ? 3600 : 60)).toBe(0);
      if (ticket) expect(ticket.runs < page.runs || ticket.withinSeconds > page.withinSeconds).toBe(true);
    }
  }
});

test('stale minutes are 14.4 times the budget of an hour', () => {
  expect([0.9, 0.99, 0.995, 0.9999].map((target) => staleMinutes(over28(target)))).toEqual([60, 9, 5, 1]);
});

test('the greatest target is told of before its budget is gone', () => {
  expect(greatestTarget(28 * DAY)).toBe(0.99992);
  expect(greatestTarget(7 * DAY)).toBe(0.9997);
  expect(greatestTarget(28 * DAY, 14_400)).toBe(0.99994);
  expect(greatestTarget(28 * DAY, 400)).toBe(0.99985);
});

import { burnTiers, isRate } from './burn-tiers';
import { badShare, type ErrorBudget } from './error-budget';
import { staleIsToldInTime } from './stale-minutes';

/** Below it a total outage burns less than ten times too fast, and there is no fast burn to be told of. */
export const LEAST_TARGET = 0.9;

/** Above it the budget of a million runs is less than ten, whatever is counted; less is often too much: see greatestTarget. */
export const MOST_TARGET = 0.99999;

/** What is wrong with a target above greatestPromise. */
export const TOO_HIGH_TARGET = 'too high to be told of before the budget is gone';

/** Over which a share is promised, in whole days; and how old a last success may be, and how late a start. In seconds. */
export const OBJECTIVE_LIMITS = {
  over: { least: 7 * 86_400, most: 90 * 86_400, step: 86_400 },
  fresh: { least: 60, most: 90 * 86_400 },
  startWithin: { least: 1, most: 86_400 },
} as const;

/**
 * The highest target that may be promised instead of one, of minutes or of so many runs in a day: such that a total outage is
 * told before the budget is gone. Runs that are too few for a rate are counted, whatever is promised.
 */
export const greatestPromise = (budget: ErrorBudget, runsPerDay?: number): number =>
  runsPerDay === undefined || isRate(budget, runsPerDay)
    ? greatestTarget(budget.overSeconds, runsPerDay)
    : MOST_TARGET;

/**
 * The highest target of which a total outage is told before its budget is gone, in steps of a thousandth of a percent.
 * @param runsPerDay so many that they are a rate; absent for minutes
 */
export function greatestTarget(overSeconds: number, runsPerDay?: number): number {
  for (let steps = 1; steps <= STEPS; steps++) {
    const budget = { target: 1 - steps / STEPS, overSeconds };
    if (runsPerDay === undefined ? staleIsToldInTime(budget) : rateIsToldInTime(budget, runsPerDay))
      return Number(budget.target.toFixed(5));
  }
  return 0;
}

// --- internal ---

const STEPS = 100_000;
const DAY = 86_400;

/** CloudWatch sees a datum and evaluates within so many seconds. */
const SEEN_SECONDS = 120;

/** Whether the fast tier speaks in a total outage, counted from the first run that fails, while there is budget left. */
function rateIsToldInTime(budget: ErrorBudget, runsPerDay: number): boolean {
  const fast = burnTiers(budget)[0]!;
  const share = badShare(budget);
  const told = fast.factor * share * fast.longSeconds + SEEN_SECONDS + DAY / runsPerDay;
  return told <= share * budget.overSeconds;
}

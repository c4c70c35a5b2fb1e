import { BURN_TIERS } from './burn-tiers';
import { badShare, budgetMinutes, type ErrorBudget } from './error-budget';

/**
 * After how many stale minutes in a row somebody is told. What is stale is stale all of the time, so the budget burns
 * as fast as it can, and the tier that pages first is the only one that matters: 14.4 times the budget of its hour.
 */
export const staleMinutes = (budget: ErrorBudget): number =>
  Math.min(60, Math.max(1, Math.ceil(Number((FAST.factor * badShare(budget) * 60).toPrecision(9)))));

/** Whether somebody is told while there is budget left, with two minutes for CloudWatch to see and to evaluate. */
export const staleIsToldInTime = (budget: ErrorBudget): boolean =>
  staleMinutes(budget) + 2 <= budgetMinutes(budget);

// --- internal ---

const FAST = BURN_TIERS[0]!;

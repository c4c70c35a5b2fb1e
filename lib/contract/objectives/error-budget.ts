/** How much may go wrong of what an objective counts: runs, or minutes. */
export interface ErrorBudget {
  /** The share that must be good, above 0 and below 1. */
  readonly target: number;
  /** The time over which the share is promised. */
  readonly overSeconds: number;
}

/** Over which a share is promised unless it is said: four weeks have as many of each day of the week. */
export const DEFAULT_OVER_SECONDS = 28 * 86_400;

/** The share that may be bad: 0.01 of 99 %. */
export const badShare = ({ target }: Pick<ErrorBudget, 'target'>): number => rounded(1 - target);

/** Bad runs of the whole time, not rounded: 0.28 of one run a day at 99 % over 28 days. */
export const budgetRuns = (budget: ErrorBudget, runsPerDay: number): number =>
  rounded((badShare(budget) * runsPerDay * budget.overSeconds) / DAY);

/** Bad minutes of the whole time. */
export const budgetMinutes = (budget: ErrorBudget): number =>
  rounded((badShare(budget) * budget.overSeconds) / 60);

/** 0.995 as `99.5%`. */
export const shareText = (share: number): string => `${rounded(share * 100)}%`;

// --- internal ---

const DAY = 86_400;

/** 1 - 0.99 is 0.010000000000000009 in binary. */
const rounded = (value: number): number => Number(value.toPrecision(12));

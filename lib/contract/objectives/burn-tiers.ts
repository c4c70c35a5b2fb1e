import { badShare, type ErrorBudget } from './error-budget';

/**
 * A pair of windows: it speaks when the budget is spent `factor` times as fast as it lasts, over the long window and over
 * the short one. The long one says that it matters, the short one that it goes on. Source: The Site Reliability
 * Workbook, chapter 5, multiwindow, multi-burn-rate alerts.
 */
export interface BurnTier {
  readonly id: 'fast' | 'slow' | 'leak';
  readonly factor: number;
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly severity: 'page' | 'ticket';
}

/** The workbook's tiers, of which the lower are for targets that a total outage burns many times faster. */
export const BURN_TIERS: readonly BurnTier[] = [
  { id: 'fast', factor: 14.4, longSeconds: 3_600, shortSeconds: 300, severity: 'page' },
  { id: 'slow', factor: 6, longSeconds: 21_600, shortSeconds: 1_800, severity: 'page' },
  { id: 'leak', factor: 1, longSeconds: 259_200, shortSeconds: 21_600, severity: 'ticket' },
];

/** Bad runs in the long window without which a tier never speaks: one bad run is no rate. */
export const LEAST_BAD_RUNS = 2;

/**
 * The tiers of a budget. When everything fails, it burns 1 / (1 - target) times too fast; a factor near that would never
 * be exceeded, so it is lowered to nine tenths of it.
 */
export const burnTiers = (budget: ErrorBudget): readonly BurnTier[] =>
  BURN_TIERS.map((tier) => ({ ...tier, factor: Math.min(tier.factor, FASTEST / badShare(budget)) }));

/**
 * Whether runs are so many that a share of them means something: in every long window, as many bad ones as its tier
 * speaks at are two or more.
 */
export const isRate = (budget: ErrorBudget, runsPerDay: number): boolean =>
  burnTiers(budget).every(
    ({ factor, longSeconds }) =>
      (runsPerDay * longSeconds * factor * badShare(budget)) / DAY >= LEAST_BAD_RUNS,
  );

/** Seconds of a burn until the long window of a tier is full enough, by the workbook's formula; never is Infinity. */
export const secondsToSpeak = ({ factor, longSeconds }: BurnTier, burn: number): number =>
  burn < factor ? Number.POSITIVE_INFINITY : (factor * longSeconds) / burn;

// --- internal ---

const DAY = 86_400;
const FASTEST = 0.9;

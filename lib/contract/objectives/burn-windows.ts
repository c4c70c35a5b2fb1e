import { type BurnTier, LEAST_BAD_RUNS } from './burn-tiers';
import { badShare, type ErrorBudget } from './error-budget';

/** One window of a tier. */
export interface BurnWindow {
  readonly tier: BurnTier;
  readonly length: 'long' | 'short';
  readonly seconds: number;
  /** Fewer runs count as so many: then as many bad ones as are asked for are just fast enough. */
  readonly leastRuns: number;
}

/** The two windows of a tier: the long one asks for two bad runs at least, the short one for one. */
export const burnWindows = (tier: BurnTier, budget: ErrorBudget): readonly BurnWindow[] => [
  { tier, length: 'long', seconds: tier.longSeconds, leastRuns: leastRuns(tier, budget, LEAST_BAD_RUNS) },
  { tier, length: 'short', seconds: tier.shortSeconds, leastRuns: leastRuns(tier, budget, 1) },
];

// --- internal ---

const leastRuns = ({ factor }: BurnTier, budget: ErrorBudget, bad: number): number =>
  Math.max(1, Math.floor((bad / (factor * badShare(budget))) * 1_000) / 1_000);

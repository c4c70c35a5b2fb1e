import { BURN_TIERS } from './burn-tiers';
import { badShare, budgetRuns, type ErrorBudget } from './error-budget';

/** What descriptions say of runs that are counted since a share of them means nothing. */
export const TOO_FEW_RUNS = 'too few for a rate';

/** So many bad runs within a time. */
export interface RunCount {
  readonly runs: number;
  readonly withinSeconds: number;
}

/** Alarms on single bad runs, where they are too few for a rate. */
export interface RunCounts {
  readonly page: RunCount;
  /** Absent where the first bad run pages already. */
  readonly ticket?: RunCount;
}

/**
 * What a budget of few runs alarms at: as many bad ones of the last ten as burn it six times too fast, at least two, but
 * never more than the budget holds, so that the last run of it tells. Below that, a tenth of the budget within three days
 * is a ticket.
 */
export function runCounts(budget: ErrorBudget, runsPerDay: number): RunCounts {
  const whole = Math.floor(budgetRuns(budget, runsPerDay));
  const tenRuns = within((10 / runsPerDay) * DAY, HOUR, 7 * DAY);
  const burning = Math.max(2, ceil(SLOW.factor * badShare(budget) * ((runsPerDay * tenRuns) / DAY)));
  const runs = Math.max(1, Math.min(burning, whole));
  if (runs === 1) return { page: { runs, withinSeconds: within(DAY / runsPerDay, HOUR, DAY) } };
  const ticket = {
    runs: Math.max(1, ceil(budgetRuns(budget, runsPerDay) / 10)),
    withinSeconds: LEAK.longSeconds,
  };
  const page = { runs, withinSeconds: tenRuns };
  const isSooner = ticket.runs >= runs && ticket.withinSeconds <= page.withinSeconds;
  return isSooner ? { page } : { page, ticket };
}

// --- internal ---

const HOUR = 3_600;
const DAY = 86_400;
const [, SLOW, LEAK] = BURN_TIERS as [unknown, (typeof BURN_TIERS)[number], (typeof BURN_TIERS)[number]];

/** Whole minutes up to a day, whole hours above, since CloudWatch looks once an hour at more than a day. */
function within(seconds: number, least: number, most: number): number {
  const step = seconds > DAY ? HOUR : 60;
  return Math.min(most, Math.max(least, Math.ceil(seconds / step) * step));
}

/** 0.06 * 50 is 3.0000000000000004 in binary. */
const ceil = (value: number): number => Math.ceil(Number(value.toPrecision(9)));

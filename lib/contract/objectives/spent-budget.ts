import { BURN_TIERS } from './burn-tiers';
import { badShare } from './error-budget';
import type { ObjectiveTerms } from './objective-terms';

/** What was counted in a window that ends now. */
export interface Counted {
  readonly bad: number;
  readonly all: number;
}

/** One thing that spent the budget. */
export interface Spend {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly run?: string;
  /** What the record says of it. */
  readonly text: string;
}

/** How an objective stands. */
export interface SpentBudget {
  readonly terms: ObjectiveTerms;
  readonly counted: Counted;
  /** Since when something is counted, if that is shorter than the time of the promise. */
  readonly countedSeconds?: number;
  /** The share that was good; undefined when nothing was counted. */
  readonly achieved?: number;
  /** The share of the budget that is left: 1 all of it, below 0 more than there is. Undefined when nothing was counted. */
  readonly left?: number;
  /** Bad runs or minutes that are left, not rounded. */
  readonly badLeft?: number;
  /** How many times too fast it is spent, over the windows of the alarms; a window without anything counted is left out. */
  readonly burns: readonly { readonly windowSeconds: number; readonly burn: number }[];
  /** Seconds until nothing is left, as fast as over the longest window; undefined when it is not spent, or gone already. */
  readonly goneInSeconds?: number;
  /** The newest first. */
  readonly spends: readonly Spend[];
}

/** The windows that are asked for, in seconds, shortest first: those of the alarms. */
export const BURN_WINDOWS: readonly number[] = [
  ...new Set(BURN_TIERS.flatMap(({ longSeconds, shortSeconds }) => [shortSeconds, longSeconds])),
].sort((a, b) => a - b);

/**
 * The budget is that of the whole time of the promise. What is older than the first count was not seen, and stands for as
 * much as is expected, all of it good: else the first bad run of the first day would be more than the budget of weeks.
 * @param within what was counted in each of BURN_WINDOWS
 * @param spends the newest first
 * @param countedSeconds since when something was counted
 */
export function spentBudget(
  terms: ObjectiveTerms,
  counted: Counted,
  within: readonly Counted[],
  spends: readonly Spend[],
  countedSeconds = terms.overSeconds,
): SpentBudget {
  const share = badShare(terms);
  const burns = BURN_WINDOWS.flatMap((windowSeconds, index) => {
    const { bad, all } = within[index]!;
    // What a shorter window holds in whole is no other speed.
    const isNews = index === 0 || BURN_WINDOWS[index - 1]! < countedSeconds;
    return all === 0 || !isNews ? [] : [{ windowSeconds, burn: bad / all / share }];
  });
  if (counted.all === 0) return { terms, counted, burns, spends };
  const whole = counted.all + unseen(terms, counted, countedSeconds);
  const left = 1 - counted.bad / whole / share;
  const pace = burns.at(-1)?.burn ?? 0;
  return {
    terms,
    counted,
    ...(countedSeconds < terms.overSeconds && { countedSeconds }),
    achieved: 1 - counted.bad / counted.all,
    left,
    badLeft: share * whole - counted.bad,
    burns,
    ...(left > 0 && pace > 0 && { goneInSeconds: Math.round((left * terms.overSeconds) / pace) }),
    spends,
  };
}

// --- internal ---

const DAY = 86_400;

/** How many are expected in the time of the promise that nothing was counted in yet. */
function unseen(
  { overSeconds, runsPerDay }: ObjectiveTerms,
  { all }: Counted,
  countedSeconds: number,
): number {
  if (countedSeconds >= overSeconds) return 0;
  // Of minutes it is known how many are told, from the first on.
  const perSecond = runsPerDay === undefined ? all / Math.max(60, countedSeconds) : runsPerDay / DAY;
  return perSecond * (overSeconds - countedSeconds);
}

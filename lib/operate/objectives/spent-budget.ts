import { BURN_TIERS, badShare } from '../../contract';
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
  /** The share that was good; undefined when nothing was counted. */
  readonly achieved?: number;
  /** The share of the budget that is left: 1 all of it, below 0 more than there is. Undefined when nothing was counted. */
  readonly left?: number;
  /** Bad runs or minutes that are left of what was counted so far, not rounded. */
  readonly badLeft?: number;
  /** How many times too fast it is spent, over the windows of the alarms; a window without anything counted is left out. */
  readonly burns: readonly { readonly windowSeconds: number; readonly burn: number }[];
  /** Seconds until nothing is left, as fast as over the longest window; undefined when it is not spent, or gone already. */
  readonly goneInSeconds?: number;
  /** The newest first. */
  readonly spends: readonly Spend[];
}

/** The windows that are asked for, in seconds: the long ones of the alarms. */
export const BURN_WINDOWS: readonly number[] = BURN_TIERS.map(({ longSeconds }) => longSeconds);

/**
 * @param within what was counted in each of BURN_WINDOWS
 * @param spends the newest first
 */
export function spentBudget(
  terms: ObjectiveTerms,
  counted: Counted,
  within: readonly Counted[],
  spends: readonly Spend[],
): SpentBudget {
  const share = badShare(terms);
  const burns = BURN_WINDOWS.flatMap((windowSeconds, index) => {
    const { bad, all } = within[index]!;
    return all === 0 ? [] : [{ windowSeconds, burn: bad / all / share }];
  });
  if (counted.all === 0) return { terms, counted, burns, spends };
  const left = 1 - counted.bad / counted.all / share;
  const pace = burns.at(-1)?.burn ?? 0;
  return {
    terms,
    counted,
    achieved: 1 - counted.bad / counted.all,
    left,
    badLeft: share * counted.all - counted.bad,
    burns,
    ...(left > 0 && pace > 0 && { goneInSeconds: Math.round((left * terms.overSeconds) / pace) }),
    spends,
  };
}

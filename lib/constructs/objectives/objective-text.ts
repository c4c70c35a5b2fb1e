import { budgetMinutes, budgetRuns, type Promised, promiseWords, type RunCount } from '../../contract';
import { counted, formatDuration } from '../../text';
import type { FreshPromise, RunPromise } from './objective-promise';

/** What is promised, for the person who is told that it is broken. */
export function promiseText(promise: RunPromise | FreshPromise): string {
  return promiseWords({ ...promise.budget, of: promisedOf(promise) }, formatDuration);
}

/** The budget in what it is spent in. */
export function budgetText(promise: RunPromise | FreshPromise): string {
  if ('freshSeconds' in promise) return `${number(budgetMinutes(promise.budget))} minutes`;
  const runs = budgetRuns(promise.budget, promise.runsPerDay);
  return `${number(runs)} ${runs === 1 ? 'run' : 'runs'} at ${number(promise.runsPerDay)} a day`;
}

/** What a bad run is. */
export const badText = ({ of }: RunPromise): string => ('worker' in of ? 'late' : 'failed');

/** How much of the budget a number of bad runs is. */
export function countText(promise: RunPromise, { runs, withinSeconds }: RunCount): string {
  const share = runs / budgetRuns(promise.budget, promise.runsPerDay);
  const spent = share >= 1 ? 'the whole budget and more' : `${Math.round(share * 100)}% of the budget`;
  const isOne = runs === 1;
  return `${counted(runs, 'run')} ${badText(promise)} within ${formatDuration(withinSeconds)}, which ${isOne ? 'is' : 'are'} ${spent}`;
}

export function promisedOf(promise: RunPromise | FreshPromise): Promised {
  if ('freshSeconds' in promise) {
    return { kind: 'fresh', job: promise.job, freshSeconds: promise.freshSeconds };
  }
  const { of } = promise;
  return 'worker' in of
    ? { kind: 'start-within', worker: of.worker, withinSeconds: of.startWithinSeconds }
    : { kind: 'success', job: of.job };
}

// --- internal ---

const number = (value: number): string => String(Number(value.toPrecision(3)));

import { setTimeout } from 'node:timers/promises';

/** What a probe knows of time; tests have their own. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Ends early, and without an error, at the signal. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export const WALL_CLOCK: Clock = {
  now: Date.now,
  sleep: async (milliseconds, signal) => {
    if (milliseconds > 0) await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
  },
};

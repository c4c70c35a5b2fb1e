import { OptionsError } from '../options-error';

export const RESTARTS = ['never', 'on-failure', 'always'] as const;
export type Restart = (typeof RESTARTS)[number];

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** ms that it ran. */
  readonly ran: number;
}

export interface RestartPolicy {
  /** @returns ms to wait before the next start; undefined when there is none. */
  readonly next: (ending: Ending) => number | undefined;
}

/**
 * Restarts with growing pauses. A process that ran for a minute has started well: the pauses and the count
 * begin anew.
 * @throws OptionsError
 */
export function restartPolicy(restart: string, maxRestarts: number): RestartPolicy {
  if (!(RESTARTS as readonly string[]).includes(restart)) {
    throw new OptionsError(`bad --restart '${restart}': allowed are ${RESTARTS.join(', ')}`);
  }
  let restarts = 0;
  return {
    next({ code, ran }) {
      if (restart === 'never' || (restart === 'on-failure' && code === 0)) return undefined;
      if (ran >= GOOD_START_MS) restarts = 0;
      if (restarts >= maxRestarts) return undefined;
      restarts += 1;
      return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (restarts - 1));
    },
  };
}

// --- internal ---

const GOOD_START_MS = 60_000;
const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 60_000;

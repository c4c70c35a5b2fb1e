/** What a pause is worked out from; both are seams. */
export interface PauseSource {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 to 1; spreads the pauses, so that many functions do not come back together. */
  readonly random: () => number;
}

/**
 * Milliseconds until a channel is asked again: what its Retry-After says, within bounds, or a back-off that doubles.
 *
 * @param retryAfter the header of the last answer, if it had one
 * @param attempts made so far, from 1
 */
export function retryPauseMs(retryAfter: string | undefined, attempts: number, source: PauseSource): number {
  const asked = retryAfterMs(retryAfter, source.now());
  if (asked === undefined) return backOffMs(attempts, source);
  const { least, most } = RETRY_AFTER_MS;
  // Never earlier than asked, and up to a fifth later.
  return Math.min(most, Math.max(least, asked)) * (1 + source.random() / 5);
}

// --- internal ---

/** Nobody is asked again at once, nor, whatever it says, left alone for longer than an alert can wait. */
const RETRY_AFTER_MS = { least: 1_000, most: 60_000 } as const;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Retry-After is a number of seconds or an HTTP date (RFC 9110, 10.2.3); some services send less than nothing. */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\s*-?\d+(?:\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? undefined : wait;
}

/** Doubles with each attempt; between half of it and all of it, by chance. */
function backOffMs(attempts: number, { random }: PauseSource): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)) * (0.5 + random() / 2);
}

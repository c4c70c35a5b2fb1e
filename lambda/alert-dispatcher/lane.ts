/** The pace of one channel, as far as this process knows it: whoever posts there posts in turn. */
export interface Lane {
  /** Runs work after all that came before it. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Epoch milliseconds before which nothing is to be posted. */
  readonly opensAt: () => number;
  /** A post was answered at `now`, and perhaps taken. */
  readonly answered: (now: number, taken: boolean) => void;
  /** The channel has said that it is too fast; from now on there is a pause between two posts. */
  readonly tooFast: (now: number) => void;
  /** Nothing is to be posted for so long. */
  readonly close: (now: number, pauseMs: number) => void;
}

export function createLane(): Lane {
  let last: Promise<unknown> = Promise.resolve();
  let opensAt = 0;
  let spacingMs = 0;
  let slowedAt = 0;

  return {
    inTurn(work) {
      const turn = last.then(work);
      last = turn.catch(() => {});
      return turn;
    },
    opensAt: () => opensAt,
    answered(now, taken) {
      if (now - slowedAt > FORGET_MS) spacingMs = 0;
      if (taken && spacingMs > 0) spacingMs = Math.max(MIN_SPACING_MS, spacingMs * FASTER);
      opensAt = Math.max(opensAt, now + spacingMs);
    },
    tooFast(now) {
      spacingMs = Math.min(MAX_SPACING_MS, Math.max(MIN_SPACING_MS, spacingMs * SLOWER));
      slowedAt = now;
    },
    close(now, pauseMs) {
      opensAt = Math.max(opensAt, now + pauseMs);
    },
  };
}

/** The lane of each channel. */
export function createLanes(): (slot: string) => Lane {
  const lanes = new Map<string, Lane>();
  return (slot) => {
    const lane = lanes.get(slot) ?? createLane();
    lanes.set(slot, lane);
    return lane;
  };
}

// --- internal ---

/** Slack takes one message a second (Slack API, rate limits of posting); the rest is for the clocks of two machines. */
const MIN_SPACING_MS = 1_100;
const MAX_SPACING_MS = 10_000;
/** Other processes may post to the same channel: each gives way at once and comes back by and by. */
const SLOWER = 1.5;
const FASTER = 0.9;
/** A channel that has not complained for so long is posted to without pauses again. */
const FORGET_MS = 5 * 60_000;

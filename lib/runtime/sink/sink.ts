import type { LevelIndex } from '../logger/level';

/**
 * Where finished lines go. A sink never throws after construction: it keeps, retries within bounds, or drops
 * and counts.
 */
export interface Sink {
  /** @param line One record without its line end. */
  readonly write: (line: string, level: LevelIndex, now: number) => void;
  /** Hands over what is buffered, synchronously and within a bound; called on every way out of the process. */
  readonly flush: () => void;
  /** Resolves when everything has been handed over, or after the deadline in ms. */
  readonly drain: (deadline: number) => Promise<void>;
  /** Opens the destination anew, e.g. after a rotation. */
  readonly reopen: () => void;
  readonly close: () => Promise<void>;
  /** Records that could not be kept. */
  readonly dropped: () => number;
  /** Records that were handed over in parts, between which another process's may come. @default none ever are */
  readonly split?: () => number;
  /** Largest record in bytes that the destination takes whole. */
  readonly maxRecordBytes: number;
}

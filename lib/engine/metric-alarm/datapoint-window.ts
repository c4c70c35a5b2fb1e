import type { AlarmState } from '../model';

/** The slots that one alarm looks at, oldest first wherever they are listed. */
export interface DatapointWindow {
  /** Moves to the evaluation at `at`; false when it cannot lead to another state than the one before. */
  readonly advance: (at: number) => boolean;
  /** The state by the alarm's rule; undefined when it stays as it is. */
  readonly decide: () => AlarmState | undefined;
  readonly values: () => (number | null)[];
  /** Start of a slot, epoch milliseconds. */
  readonly startOf: (slot: number) => number;
  /** Samples behind a slot's value; undefined for metric math. */
  readonly sampleCount: (slot: number) => number | undefined;
}

import {
  type CornerReadingsOptions,
  cornerReadings,
  differences,
  type Reading,
  type ReadingPlayer,
} from '../../engine';
import type { Model } from '../../engine/model';

/** Which readings a rehearsal plays. */
export interface ReadingChoice {
  /** `default`: the best supported reading alone. @default 'corners' */
  readonly readings?: 'corners' | 'default';
  /** Answers that are given. @default none */
  readonly fixed?: Partial<Reading>;
}

/** The readings to be played, the usual one first. */
export function readingsFor(
  model: Model,
  { fed }: ReadingPlayer,
  { start, states }: Pick<CornerReadingsOptions, 'start' | 'states'>,
  usual: Reading,
  { readings = 'corners', fixed }: ReadingChoice,
): readonly Reading[] {
  return readings === 'default' ? [usual] : cornerReadings(model, { fixed, fed, start, states });
}

/**
 * The reading with the fewest answers besides the usual ones in which something still breaks: each answer is taken back
 * in turn, and left out if it breaks without it.
 */
export function narrowed(reading: Reading, usual: Reading, breaks: (reading: Reading) => boolean): Reading {
  let narrowest = reading;
  for (const code of differences(reading, usual)) {
    const candidate = { ...narrowest, [code]: usual[code] };
    if (breaks(candidate)) narrowest = candidate;
  }
  return narrowest;
}

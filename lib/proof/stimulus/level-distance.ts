import { type Dose, type Level, sameDose, statisticOf } from './dose';
import type { Feed } from './feed';

/** How far a level is from another, as people would speak of it: 0 for the same one. */
export type LevelDistance = (a: Level, b: Level) => number;

/** In how many metrics two levels differ. */
export function changes(a: Level, b: Level): number {
  let count = 0;
  for (let index = 0; index < a.length; index++) if (!sameDose(a[index]!, b[index]!)) count++;
  return count;
}

/** A filter that counts what should not be there: in good health it publishes nothing. */
export const countsFailures = (feed: Feed): boolean =>
  feed.kind === 'log' && feed.constants !== undefined && !feed.isExpected && feed.defaultValue === undefined;

/** Millions of levels have a few dozen doses between them: what two of these are apart is worked out once. */
export function levelDistance(feeds: readonly Feed[]): LevelDistance {
  const known = feeds.map(doseGaps);
  return (a, b) => {
    let sum = 0;
    for (let index = 0; index < a.length; index++) {
      const [one, other] = [a[index]!, b[index]!];
      if (sameDose(one, other)) continue;
      const { share, size } = known[index]!(one, other);
      sum = sum + share + size;
    }
    return sum;
  };
}

// --- internal ---

interface Gap {
  /** Of the two values together. */
  readonly share: number;
  /** By its logarithm, which decides between gaps of a like share. */
  readonly size: number;
}

const ABSENT: Gap = { share: 4, size: 0 };

function doseGaps(feed: Feed): (a: Dose, b: Dose) => Gap {
  const known = new Map<Dose, Map<Dose, Gap>>();
  return (a, b) => {
    const ofOne = known.get(a) ?? new Map<Dose, Gap>();
    known.set(a, ofOne);
    const before = ofOne.get(b);
    if (before) return before;
    const gap = gapOf(a, b, feed);
    ofOne.set(b, gap);
    return gap;
  };
}

function gapOf(a: Dose, b: Dose, feed: Feed): Gap {
  // No record of a failure is one less than one.
  if ((a === null || b === null) && !countsFailures(feed)) return ABSENT;
  const { stat } = feed.metric;
  const [one, two] = [statisticOf(stat, a) ?? 0, statisticOf(stat, b) ?? 0];
  const gap = Math.abs(one - two);
  return { share: gap / (1 + Math.max(Math.abs(one), Math.abs(two))), size: 0.001 * Math.log10(1 + gap) };
}

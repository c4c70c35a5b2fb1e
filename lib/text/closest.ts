/** The known word that is nearest to a mistyped one, or undefined when none is near enough to suggest. */
export function closest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  // Of three letters, two mistakes make another word.
  let bestDistance = word.length <= 3 ? 2 : Math.max(2, Math.floor(word.length / 3)) + 1;
  const lower = word.toLowerCase();
  for (const candidate of known) {
    // Words whose lengths differ by more are at least that far apart.
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(lower, candidate.toLowerCase(), true);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The known words for a message: all of them, or when there are many the few that are nearest, and how many more. */
export function nearestFew(word: string, known: readonly string[]): string {
  if (known.length <= ALL_SHOWN) return known.join(', ');
  const distances = new Map(known.map((one) => [one, editDistance(word.toLowerCase(), one.toLowerCase())]));
  const near = [...known].sort((a, b) => distances.get(a)! - distances.get(b)!).slice(0, NEAREST_SHOWN);
  return `${near.join(', ')} and ${known.length - near.length} more`;
}

/** `got 'dpth', did you mean 'depth', allowed: depth, errors`: what a message says of a value that is none of those known. */
export function gotOther(got: string, known: readonly string[], none = 'none'): string {
  const near = closest(got, known);
  return `got '${got}'${near === undefined ? '' : `, did you mean '${near}'`}, allowed: ${nearestFew(got, known) || none}`;
}

/**
 * Insertions, deletions and substitutions of characters between two words (Levenshtein).
 *
 * @param withSwaps whether two neighbours that are swapped are one mistake, too (optimal string alignment)
 */
export function editDistance(a: string, b: string, withSwaps = false): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = withSwaps && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, substitution, swap));
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}

// --- internal ---

const ALL_SHOWN = 12;
const NEAREST_SHOWN = 5;

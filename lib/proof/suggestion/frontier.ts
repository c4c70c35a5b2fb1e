import type { Score } from './outage';

/**
 * The items that no other beats: fewer false pages cost later ones. Of those that do alike, the first is kept. Sorted by
 * delay; only those that miss the fewest outages are looked at.
 */
export function frontier<T extends { readonly score: Score }>(items: readonly T[]): T[] {
  const fewest = Math.min(...items.map(({ score }) => score.missed));
  const sorted = items
    .filter(({ score }) => score.missed === fewest)
    .sort((a, b) => a.score.delay - b.score.delay || a.score.falsePages - b.score.falsePages);
  const best: T[] = [];
  for (const item of sorted) {
    const least = best.at(-1)?.score.falsePages ?? Number.POSITIVE_INFINITY;
    if (item.score.falsePages < least) best.push(item);
  }
  return best;
}

/** At most so many of a list, both ends among them, evenly spread. */
export function thinned<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)]!);
}

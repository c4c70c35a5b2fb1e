import type { CountedPoint, Spend } from '../../contract';

/**
 * The stretches in which the last success was too old, newest first.
 * @param points in any order, `stepSeconds` long each
 */
export function staleStretches(points: readonly CountedPoint[], stepSeconds: number): Spend[] {
  const stretches: { at: number; end: number; seconds: number }[] = [];
  for (const { at, bad, all } of points.filter(({ bad }) => bad > 0).sort((a, b) => a.at - b.at)) {
    // Several processes may tell of a minute, each of what it knows.
    const seconds = stepSeconds * Math.min(1, bad / Math.max(1, all));
    const end = at + stepSeconds * 1_000;
    const last = stretches.at(-1);
    if (last && at <= last.end) {
      last.end = end;
      last.seconds += seconds;
    } else stretches.push({ at, end, seconds });
  }
  return stretches
    .map(({ at, seconds }) => {
      const minutes = Math.max(1, Math.round(seconds / 60));
      return {
        at,
        text: `The last success was too old for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
      };
    })
    .reverse();
}

import { type AlarmPair, watchedBy } from './alarm-pairs';

/** Alarms that are gone and new ones that are alike but for one name in them: a worker, a queue. */
export interface LikelyRename {
  readonly from: string;
  readonly to: string;
  /** How many alarms. */
  readonly alarms: number;
}

/** Names that may have been given to something that is watched as before. It is not known, so that the alarms stay gone and new. */
export function likelyRenames(pairs: readonly AlarmPair[]): LikelyRename[] {
  const gone = pairs.flatMap(({ before, after }) => (before && !after ? [before] : []));
  const added = pairs.flatMap(({ before, after }) => (after && !before ? [after] : []));
  const counts = new Map<string, LikelyRename>();
  for (const old of gone) {
    for (const now of added) {
      const change = changedWord(old.alarmName, now.alarmName);
      if (!change || watchedBy(old).replaceAll(change.from, change.to) !== watchedBy(now)) continue;
      const key = JSON.stringify(change);
      counts.set(key, { ...change, alarms: (counts.get(key)?.alarms ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}

// --- internal ---

const WORDS = /[A-Za-z0-9]+|[^A-Za-z0-9]+/g;

/** The words in which two names differ, where all others are alike. */
function changedWord(old: string, now: string): { from: string; to: string } | undefined {
  const [a, b] = [old.match(WORDS) ?? [], now.match(WORDS) ?? []];
  let first = 0;
  while (first < Math.min(a.length, b.length) && a[first] === b[first]) first++;
  let last = 0;
  while (last < Math.min(a.length, b.length) - first && a.at(-1 - last) === b.at(-1 - last)) last++;
  const from = a.slice(first, a.length - last).join('');
  const to = b.slice(first, b.length - last).join('');
  return from === '' || to === '' || a.length === from.length ? undefined : { from, to };
}

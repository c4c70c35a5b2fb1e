import { type AlarmPair, watchedBy } from './alarm-pairs';

/** Alarms that are gone and new ones that are alike but for one name in them: a worker, a queue. */
export interface LikelyRename {
  readonly from: string;
  readonly to: string;
  /** How many alarms. */
  readonly alarms: number;
}

/**
 * Names that may have been given to something that is watched as before. It is not known, so that the alarms stay gone and
 * new. Each alarm speaks for one name, that of which most alarms speak: a worker's before what its queues share a word with.
 */
export function likelyRenames(pairs: readonly AlarmPair[]): LikelyRename[] {
  const gone = pairs.flatMap(({ before, after }) => (before && !after ? [before] : []));
  const added = pairs.flatMap(({ before, after }) => (after && !before ? [after] : []));
  const candidates = new Map<string, Candidate>();
  for (const old of gone) {
    for (const now of added) {
      const change = changedWord(old.alarmName, now.alarmName);
      if (!change || watchedBy(old).replaceAll(change.from, change.to) !== watchedBy(now)) continue;
      const key = JSON.stringify(change);
      const candidate = candidates.get(key) ?? { ...change, moves: [] };
      candidate.moves.push({ old: old.alarmName, now: now.alarmName });
      candidates.set(key, candidate);
    }
  }
  return best([...candidates.values()]);
}

// --- internal ---

interface Candidate {
  readonly from: string;
  readonly to: string;
  readonly moves: { readonly old: string; readonly now: string }[];
}

/** Those with most alarms first; one name is one other, and an alarm is one other. */
function best(candidates: readonly Candidate[]): LikelyRename[] {
  const taken = {
    from: new Set<string>(),
    to: new Set<string>(),
    old: new Set<string>(),
    now: new Set<string>(),
  };
  const chosen: LikelyRename[] = [];
  for (const { from, to, moves } of [...candidates].sort((a, b) => b.moves.length - a.moves.length)) {
    const free = moves.filter(({ old, now }) => !taken.old.has(old) && !taken.now.has(now));
    if (free.length === 0 || taken.from.has(from) || taken.to.has(to)) continue;
    taken.from.add(from);
    taken.to.add(to);
    for (const { old, now } of free) {
      taken.old.add(old);
      taken.now.add(now);
    }
    chosen.push({ from, to, alarms: free.length });
  }
  return chosen;
}

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

import type { z } from 'zod';
import { DEFAULT_SYSTEM, realmNames } from '../contract';
import { isMap, report } from './fields';

/**
 * A queue and a group of machines are one worker's: what is counted of two would be told of both, as if it were each
 * one's own. Raw data are read, so that another mistake hides none of these.
 */
export function checkAdopted(
  { system = DEFAULT_SYSTEM, realm, workers }: Readonly<Record<string, unknown>>,
  context: z.core.$RefinementCtx,
): void {
  const names = realmNames(String(realm), String(system));
  const queues = new Map<string, string>();
  const groups = new Map<string, string>();
  const all = Object.entries(isMap(workers) ? workers : {}).map(([worker, given]): Adopted => {
    const { queue, fleet } = isMap(given) ? given : {};
    const own = names.worker(worker);
    const { existing: source, deadLetters } = isMap(queue) ? queue : {};
    const { existing: group, command } = isMap(fleet) ? fleet : {};
    return {
      worker,
      source: source ?? own.queue,
      deadLetters,
      group: group ?? (command === undefined ? undefined : own.fleet),
      adopted: { queue: source !== undefined, group: group !== undefined },
    };
  });
  // Those that are made first: the one that adopts is the mistake.
  for (const one of [...all].sort((a, b) => Number(a.adopted.queue) - Number(b.adopted.queue)))
    claim(queues, one.source, one.worker, ['queue', 'existing'], 'a queue of its own', context);
  for (const one of [...all].sort((a, b) => Number(a.adopted.group) - Number(b.adopted.group))) {
    const allowed = 'machines of its own, or on: WORKER for a guest on those of another';
    claim(groups, one.group, one.worker, ['fleet', 'existing'], allowed, context);
  }
  for (const { worker, deadLetters } of all) {
    const owner = typeof deadLetters === 'string' ? queues.get(deadLetters) : undefined;
    if (owner === undefined) continue;
    report(context, ['workers', worker, 'queue', 'deadLetters'], {
      what: `the queue of worker ${owner} itself`,
      allowed: 'the queue that its redrive policy names',
    });
  }
}

// --- internal ---

interface Adopted {
  readonly worker: string;
  readonly source: unknown;
  readonly deadLetters: unknown;
  readonly group: unknown;
  readonly adopted: { readonly queue: boolean; readonly group: boolean };
}

function claim(
  owners: Map<string, string>,
  name: unknown,
  worker: string,
  path: readonly string[],
  allowed: string,
  context: z.core.$RefinementCtx,
): void {
  if (typeof name !== 'string') return;
  const owner = owners.get(name);
  if (owner === undefined) {
    owners.set(name, worker);
    return;
  }
  report(context, ['workers', worker, ...path], { what: `that of worker ${owner} as well`, allowed });
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { sharedState } from '../shared-state';
import type { BoundFields, Fields } from './fields';
import type { HeldRecords } from './held-records';

/** What belongs to one run; concurrent runs have one each and never see another's. */
export interface RunContext {
  readonly fields: Fields;
  /** Name of the thread that executes the run. */
  readonly thread: string | undefined;
  /** Debug records that wait for an error; absent when the logger does not hold any. */
  readonly held: HeldRecords | undefined;
  /** A logger's own fields with the run's, rendered on first use. */
  readonly joined: WeakMap<BoundFields, BoundFields>;
}

/** The run that the caller executes in, however many awaits below it. */
export function currentRun(): RunContext | undefined {
  return shared.storage?.getStore();
}

export function withRun<T>(context: RunContext, body: () => T): T {
  shared.storage ??= new AsyncLocalStorage<RunContext>();
  return shared.storage.run(context, body);
}

// --- internal ---

/** Made on first use: a program without runs pays nothing for asking. */
const shared = sharedState('runs', (): { storage?: AsyncLocalStorage<RunContext> } => ({}));

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { judgeMutant, type MutantVerdict } from '../../proof/mutation';
import type { OpenStage, StageSource } from './mutation-stage';

/** A mutant, by the index of its stage and its own in it. */
export interface MutantPlace {
  readonly stage: number;
  readonly mutant: number;
}

export interface WorkerAnswer extends MutantPlace {
  readonly verdict: MutantVerdict;
}

export interface PlayOptions {
  /** Threads; with one, all is played in this one. */
  readonly jobs: number;
  /** When to stop, epoch milliseconds; absent: when all are played. */
  readonly until?: number;
  /** Told now and then how many are played. */
  readonly progress: (played: number) => void;
  readonly signal: AbortSignal;
}

/** Judges mutants in the order in which they are given, on several threads; those that the time is too short for are left out. */
export async function playMutants(
  places: readonly MutantPlace[],
  sources: readonly StageSource[],
  stages: readonly OpenStage[],
  options: PlayOptions,
): Promise<WorkerAnswer[]> {
  const { jobs, signal, progress, until = Number.POSITIVE_INFINITY } = options;
  const answers: WorkerAnswer[] = [];
  let next = 0;
  const take = (): readonly MutantPlace[] => {
    if (signal.aborted || Date.now() >= until) return [];
    const taken = places.slice(next, next + CHUNK);
    next += taken.length;
    return taken;
  };
  const keep = (some: readonly WorkerAnswer[]): void => {
    answers.push(...some);
    progress(answers.length);
  };
  if (jobs === 1 || places.length <= CHUNK) {
    for (let chunk = take(); chunk.length > 0; chunk = take()) {
      keep(chunk.map((place) => ({ ...place, verdict: judgedHere(place, stages) })));
    }
    return answers;
  }
  const workers = Array.from({ length: jobs }, () => new Worker(WORKER, { workerData: sources }));
  try {
    await Promise.all(workers.map((worker) => runThread(worker, take, keep)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return answers;
}

// --- internal ---

/** Few enough that no thread waits long for another at the end, or runs on for long when the time is over. */
const CHUNK = 4;

const WORKER = join(__dirname, 'mutate-worker.js');

function judgedHere({ stage, mutant }: MutantPlace, stages: readonly OpenStage[]): MutantVerdict {
  const open = stages[stage]!;
  return judgeMutant(open.stage, open.mutants[mutant]!);
}

/** Gives a thread something to do until nothing is left; rejects with its error. */
function runThread(
  worker: Worker,
  take: () => readonly MutantPlace[],
  keep: (answers: readonly WorkerAnswer[]) => void,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const give = (): void => {
      const chunk = take();
      if (chunk.length > 0) worker.postMessage(chunk);
      else resolve();
    };
    worker.on('message', (answers: readonly WorkerAnswer[]) => {
      keep(answers);
      give();
    });
    worker.on('error', reject);
    give();
  });
}

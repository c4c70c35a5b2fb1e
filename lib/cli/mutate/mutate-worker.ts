import { parentPort, workerData } from 'node:worker_threads';
import { judgeMutant } from '../../proof/mutation';
import { type OpenStage, openStage, type StageSource } from './mutation-stage';
import type { MutantPlace, WorkerAnswer } from './play-mutants';

/** A thread that judges the mutants it is told of, until it is ended. */
const sources = workerData as readonly StageSource[];
const stages = new Map<number, OpenStage>();

parentPort!.on('message', (places: readonly MutantPlace[]) => {
  const answers = places.map(({ stage, mutant }): WorkerAnswer => {
    const open = stages.get(stage) ?? openStage(sources[stage]!);
    stages.set(stage, open);
    return { stage, mutant, verdict: judgeMutant(open.stage, open.mutants[mutant]!) };
  });
  parentPort!.postMessage(answers);
});

import { type Mutant, mutants, type Stage, stageOf } from '../../proof/mutation';
import type { Incident, TemplateModel } from '../../rehearsal';
import { readIncidents } from '../incident-files';

/** What a thread needs to make a stage by itself: all of it can be copied. */
export interface StageSource {
  /** `realm dev`, or the paths of the templates. */
  readonly name: string;
  readonly model: TemplateModel;
  /** Paths of the incidents, from `cwd`. */
  readonly files: readonly string[];
  readonly cwd: string;
  readonly realm?: string;
}

/** A stage with its mutants, which are the same in every thread. */
export interface OpenStage {
  readonly stage: Stage;
  readonly mutants: readonly Mutant[];
}

export function openStage({ model, files, cwd, realm }: StageSource, read?: readonly Incident[]): OpenStage {
  const incidents = read ?? readIncidents(files, cwd, realm);
  return { stage: stageOf(model, incidents), mutants: mutants(model) };
}

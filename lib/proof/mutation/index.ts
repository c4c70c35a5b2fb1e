export * from './changed-subjects';
export { type CaughtBy, judgeMutant, type MutantVerdict } from './judge-mutant';
export { type Mutant, type MutantKind, mutantName } from './mutant';
export { mutants } from './mutants';
export * from './mutation-report';
export { alarmsOf, type Stage, stageOf } from './stage';

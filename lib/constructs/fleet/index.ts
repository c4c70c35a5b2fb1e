export type { ExistingFleetProps, IWorkerFleet } from './existing-fleet';
export { WorkerFleet, type WorkerFleetProps } from './worker-fleet';
export type { WorkerRightsProps } from './worker-rights';

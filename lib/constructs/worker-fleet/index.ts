export { WorkerFleet, type WorkerFleetProps } from './worker-fleet';

export { grafanaFiles, lokiServiceFiles, lokiStack } from './loki-stack';
export { cloudWatchCollector } from './otel/cloudwatch-collector';
export {
  COLLECTORS,
  type CollectorName,
  STACK_LEVELS,
  type StackLevel,
  type StackLevelName,
} from './stack-level';
export type {
  StackFile,
  StackIncident,
  StackObjective,
  StackOptions,
  StackRealm,
  StackWorker,
} from './stack-options';

export { type Heartbeat, type HeartbeatProps, type QueueDepth, startHeartbeat } from './heartbeat/heartbeat';
export { type ThreadProps, ThreadRegistry, type WorkerThread } from './heartbeat/thread-registry';
export type { Fields } from './logger/fields';
export type { FormatName } from './logger/format';
export type { LevelName } from './logger/level';
export {
  createLogger,
  type Logger,
  type LoggerProps,
  type LogMethod,
  type RunIdentity,
} from './logger/logger';
export { SECRET_NAMES } from './logger/redaction';
export { OptionsError } from './options-error';
export type { Destination } from './sink/destination';
export type { Coalescing } from './sink/line-sink';
export type { Sink } from './sink/sink';
export { parseDispatchMessage } from './worker/dispatch-message';
export { InternalQueue } from './worker/internal-queue';
export { type Job, type MessageSource, type QueueMessage, runWorker } from './worker/run-worker';
export { startWorker, type Worker, type WorkerProps } from './worker/worker';
export { type WorkerOptions, workerOptions } from './worker/worker-options';

/// <reference types="node" preserve="true" />
export type { EventQueue, EventQueueProps } from './events/event-queue';
export type { EventSink } from './events/event-sink';
export type { EventOrigin, RunEvent } from './events/run-event';
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
export type { Marker, MarkerState, MarkerToken } from './metrics/marker';
export type { MetricSink } from './metrics/metric-sink';
export { JOB_BUCKETS, type Labels, type MetricSpec, REQUEST_BUCKETS } from './metrics/metric-spec';
export type { Metrics, MetricsProps } from './metrics/metrics';
export type { Counter, Gauge, Histogram, Series } from './metrics/series';
export type { MarkerAction, StartMarker, Transaction, TransactionProps } from './metrics/transaction';
export * from './optional';
export { OptionsError } from './options-error';
export type { CloudWatchTarget, Destination, FileTarget } from './sink/destination';
export type { Coalescing } from './sink/line-sink';
export type { Sink } from './sink/sink';
export type { Stats, StatsCollector, StatsCounts } from './stats/stats';
export type { StatsValue } from './stats/stats-reader';
export type { Job, MessageSource, QueueMessage, RunWorkerProps } from './worker/run-worker';
export type { SqsQueueProps } from './worker/sqs-queue';
export type { Worker, WorkerProps } from './worker/worker';
export type { WorkerConfig, WorkerOptions } from './worker/worker-options';

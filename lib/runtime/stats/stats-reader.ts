import type { Unit } from '../../contract/units';
import type { Labels } from '../metrics/metric-spec';
import type { Metrics } from '../metrics/metrics';

export interface StatsValue {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
}

/**
 * Reads statistics of any age of Apsis: every field is optional, what is unknown or no number is passed over.
 * Where the shape changed, one name stands for the old and the new field.
 */
export function readStats(json: unknown): readonly StatsValue[] {
  const found: StatsValue[] = [];
  for (const [name, unit, ...paths] of FIELDS) {
    const value = paths.map((path) => at(json, path)).find((candidate) => candidate !== undefined);
    if (value !== undefined) found.push({ name, unit, value });
  }
  return found;
}

/** Statistics as gauges. */
export function recordStats(metrics: Metrics, json: unknown, labels: Labels = {}): void {
  for (const { name, unit, value } of readStats(json)) metrics.gauge({ name, unit }, labels).set(value);
}

// --- internal ---

/** Metric, unit, then where it is found: the present shape first, older ones after it. */
const FIELDS: readonly (readonly [name: string, unit: Unit, ...paths: string[]])[] = [
  ['LoopLatencyMax', 'Seconds', 'async.latency_max', 'async.latency'],
  ['LoopLatencyAvg', 'Seconds', 'async.latency_avg', 'async.latency'],
  ['AsyncTasks', 'Count', 'async.num_tasks'],
  ['MaxRss', 'Bytes', 'rusage_maxrss'],
  ['UserTime', 'Seconds', 'rusage_utime'],
  ['SystemTime', 'Seconds', 'rusage_stime'],
  ['WaitingTasks', 'Count', 'tasks.num_waiting'],
  ['RunningTasks', 'Count', 'tasks.num_running'],
  ['StoppingTasks', 'Count', 'tasks.num_stopping'],
  ['ActionTasks', 'Count', 'tasks.num_action'],
  ['RunLogDbCache', 'Count', 'len_runlogdb_cache'],
  ['ScheduledHeap', 'Count', 'scheduled.num_heap'],
  ['ScheduledEntries', 'Count', 'scheduled.num_entries'],
  ['ExpectedRuns', 'Count', 'run_store.num_expected_runs'],
  ['ActiveRuns', 'Count', 'run_store.num_active_runs', 'run_store.num_runs'],
  ['RunSubscribers', 'Count', 'run_store.publisher.num_subs', 'run_store.num_queues'],
  ['RunQueueLength', 'Count', 'run_store.publisher.len_queues', 'run_store.len_queues'],
  ['CachedOutputs', 'Count', 'outputs.num_cached'],
  ['SummarySubscribers', 'Count', 'summary_publisher.num_subs'],
  ['SummaryQueueLength', 'Count', 'summary_publisher.len_queues'],
  ['FullCollections', 'Count', 'gc.2.collections'],
  ['FullCollectionTimeMax', 'Seconds', 'gc.2.elapsed_max'],
  ['VirtualSize', 'Bytes', 'statm_size'],
  ['ResidentSize', 'Bytes', 'statm_resident'],
];

function at(json: unknown, path: string): number | undefined {
  let value: unknown = json;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

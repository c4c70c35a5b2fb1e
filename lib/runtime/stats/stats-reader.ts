import type { Unit } from '../../contract/units';
import type { Labels } from '../metrics/metric-spec';
import type { Metrics } from '../metrics/metrics';

export interface StatsValue {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
}

/**
 * Reads statistics of any age of Apsis: every field is optional, what is unknown, no number or below 0 is passed over.
 * Where the shape changed, one name stands for the old and the new field. A latency window without a sample, in
 * which Apsis writes zeros, has no latency; sizes that were written in pages are turned into bytes.
 */
export function readStats(json: unknown): readonly StatsValue[] {
  const isWindowEmpty = at(json, 'async.latency_count') === 0;
  const pageBytes = isInPages(json) ? PAGE_BYTES : 1;
  const found: StatsValue[] = [];
  for (const [name, unit, ...paths] of FIELDS) {
    if (isWindowEmpty && name.startsWith('LoopLatency')) continue;
    const value = paths.map((path) => at(json, path)).find((candidate) => candidate !== undefined);
    if (value === undefined) continue;
    found.push({ name, unit, value: paths[0]!.startsWith('statm_') ? value * pageBytes : value });
  }
  return found;
}

/** Statistics as gauges. */
export function recordStats(metrics: Metrics, json: unknown, labels: Labels = {}): void {
  for (const { name, unit, value } of readStats(json)) metrics.gauge({ name, unit }, labels).set(value);
}

// --- internal ---

const PAGE_BYTES = 4096;

/** Until April 2023 Apsis wrote what the kernel says, in pages. Bytes are whole pages, which pages hardly ever are. */
const isInPages = (json: unknown): boolean =>
  ['statm_size', 'statm_resident'].some((path) => (at(json, path) ?? 0) % PAGE_BYTES !== 0);

/**
 * Metric, unit, then where it is found: the present shape first, older ones after it; from July 2022 to June 2023 all
 * was flat. `*` stands for any part of a name.
 */
const FIELDS: readonly (readonly [name: string, unit: Unit, ...paths: string[]])[] = [
  ['LoopLatencyMax', 'Seconds', 'async.latency_max', 'async.latency'],
  ['LoopLatencyAvg', 'Seconds', 'async.latency_avg', 'async.latency'],
  ['AsyncTasks', 'Count', 'async.num_tasks'],
  ['MaxRss', 'Bytes', 'rusage_maxrss'],
  ['UserTime', 'Seconds', 'rusage_utime'],
  ['SystemTime', 'Seconds', 'rusage_stime'],
  ['WaitingTasks', 'Count', 'tasks.num_waiting', 'num_waiting_tasks'],
  ['StartingTasks', 'Count', 'tasks.num_starting', 'num_starting_tasks'],
  ['RunningTasks', 'Count', 'tasks.num_running', 'num_running_tasks'],
  ['StoppingTasks', 'Count', 'tasks.num_stopping'],
  ['ActionTasks', 'Count', 'tasks.num_action'],
  ['RunLogDbCache', 'Count', 'len_runlogdb_cache'],
  ['ScheduledHeap', 'Count', 'scheduled.num_heap', 'len_scheduled_heap'],
  ['ScheduledEntries', 'Count', 'scheduled.num_entries', 'num_scheduled_entries'],
  ['ExpectedRuns', 'Count', 'run_store.num_expected_runs'],
  ['ActiveRuns', 'Count', 'run_store.num_active_runs', 'run_store.num_runs', 'num_runstore_runs'],
  [
    'RunSubscribers',
    'Count',
    'run_store.publisher.num_subs',
    'publisher.num_subs',
    'run_store.num_queues',
    'num_*livequery_queues',
  ],
  [
    'RunQueueLength',
    'Count',
    'run_store.publisher.len_queues',
    'publisher.len_queues',
    'run_store.len_queues',
    'len_*livequery_queues',
  ],
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
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = name.includes('*') ? keyLike(value, name) : name;
    if (key === undefined || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  // Each is a count, a size or a time.
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function keyLike(value: object, name: string): string | undefined {
  const [start, end] = name.split('*') as [string, string];
  return Object.keys(value).find((key) => key.startsWith(start) && key.endsWith(end));
}

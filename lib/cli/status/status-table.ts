import type { FleetStatus, WorkerStatus } from '../../operate';

/** A line a worker, with a head: the columns of `lava-ws`, by names that say what they are. */
export function statusTable({ workers }: FleetStatus, format: 'table' | 'csv'): string[] {
  const rows = [
    Object.keys(COLUMNS),
    ...workers.map((worker) => Object.values(COLUMNS).map((of) => cell(of(worker)))),
  ];
  if (format === 'csv') return rows.map((row) => row.join(','));
  const widths = Object.keys(COLUMNS).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)))
      .join('  '),
  );
}

/** How the status is shown. */
export type StatusFormat = 'text' | 'table' | 'csv' | 'json';

// --- internal ---

/** Times in seconds. */
const COLUMNS: Readonly<Record<string, (worker: WorkerStatus) => string | number | undefined>> = {
  worker: ({ worker }) => worker,
  visible: ({ queue }) => queue.visible,
  in_flight: ({ queue }) => queue.inFlight,
  delayed: ({ queue }) => queue.delayed,
  dead_letters: ({ queue }) => queue.deadLetters,
  visibility_timeout: ({ queue }) => queue.visibilityTimeoutSeconds,
  retention: ({ queue }) => queue.retentionSeconds,
  instances: ({ instances }) => instances,
  processes: ({ processes }) => processes.length,
  backlog: ({ backlog }) => backlog,
  backlog_avg: ({ recentBacklog }) => recentBacklog && tenths(recentBacklog.average),
  backlog_max: ({ recentBacklog }) => recentBacklog && tenths(recentBacklog.maximum),
  delay_avg: ({ runDelay }) => runDelay && tenths(runDelay.average),
  delay_max: ({ runDelay }) => runDelay && tenths(runDelay.maximum),
};

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** What is not known is a dash. */
const cell = (value: string | number | undefined): string => (value === undefined ? '-' : String(value));

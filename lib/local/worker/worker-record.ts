import { workerSource } from '../../contract';

/** What the local realm wants to know of a worker's record. */
export type SeenRecord =
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'job'; readonly jobId: string; readonly runId: string; readonly status: JobStatus };

export type JobStatus = 'starting' | 'complete' | 'failed';

/** Undefined for a line that is no record of a worker of the system, or says nothing about its health or its jobs. */
export function seeRecord(line: string, system: string): SeenRecord | undefined {
  const record = parse(line);
  if (record === undefined || record.event_source !== workerSource(system)) return undefined;
  if (record.event_type === 'heartbeat') return { kind: 'heartbeat' };
  const status = STATUSES.get(record.message);
  if (record.event_type !== 'job' || status === undefined) return undefined;
  return { kind: 'job', jobId: String(record.job_id), runId: String(record.run_id), status };
}

// --- internal ---

/** A worker's messages about the start and the end of a run. */
const STATUSES: ReadonlyMap<unknown, JobStatus> = new Map([
  ['Starting', 'starting'],
  ['Complete', 'complete'],
  ['Failed', 'failed'],
]);

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

import type { DispatchMessage } from '../../contract/dispatch-message';
import type { RunStatus } from '../../contract/run-status';
import { renderValue } from '../logger/json-value';
import { messageOf } from '../notice';

/** An entry of Lava's events table: one run, its latest status, and how it came there. */
export interface RunEvent {
  readonly job_id: string;
  readonly run_id: string;
  readonly ts_dispatch: string;
  readonly status: RunStatus;
  /** Local time with its offset. */
  readonly ts_event: string;
  /** UTC without an offset. */
  readonly tu_event: string;
  /** Epoch seconds after which the entry may be deleted. */
  readonly ttl: number;
  readonly worker: string;
  readonly worker_id: string;
  readonly hostname: string;
  readonly instance_id: string;
  /** The new entry of the log; a sink appends it to what the run has. */
  readonly log: RunLogEntry;
}

export interface RunLogEntry {
  readonly ts_event: string;
  readonly tu_event: string;
  readonly status: RunStatus;
  readonly info?: unknown;
}

/** The same in every event of a worker process. */
export interface EventOrigin {
  readonly worker: string;
  readonly worker_id: string;
  readonly hostname: string;
  readonly instance_id: string;
  /** Seconds that an entry is kept. */
  readonly ttl: number;
}

export function runEvent(
  origin: EventOrigin,
  { job_id, run_id, ts_dispatch }: Pick<DispatchMessage, 'job_id' | 'run_id' | 'ts_dispatch'>,
  status: RunStatus,
  info: unknown,
  now: number,
): RunEvent {
  const { ttl, ...who } = origin;
  const times = { ts_event: localIso(now), tu_event: `${new Date(now).toISOString().slice(0, -1)}000` };
  const log = info === undefined ? { ...times, status } : { ...times, status, info: plain(info) };
  return { job_id, run_id, ts_dispatch, status, ...times, ttl: Math.floor(now / 1000) + ttl, ...who, log };
}

// --- internal ---

/**
 * A copy of what a job told, as JSON has it: what the job changes later does not reach it, and no sink stumbles over
 * it. An error is its message; its stack is in the log.
 */
function plain(info: unknown): unknown {
  try {
    return JSON.parse(
      JSON.stringify(info, (_key, value) => {
        if (value instanceof Error) return messageOf(value);
        return typeof value === 'bigint' ? String(value) : value;
      }),
    );
  } catch {
    return JSON.parse(renderValue(info, () => false) ?? 'null');
  }
}

function localIso(now: number): string {
  const offset = -new Date(now).getTimezoneOffset();
  const local = new Date(now + offset * 60_000).toISOString().slice(0, -1);
  const sign = offset < 0 ? '-' : '+';
  const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${local}000${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

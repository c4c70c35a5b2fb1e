import type { JobEvent, RealmEvent } from './realm-event';

/**
 * How jobs went, counted: one line in five minutes of realm time for all that ended as they do always. The first failure
 * of a job is news, and no part of it.
 */
export interface JobFold {
  /** Whether an event is only counted, or says nothing about how a run went. */
  readonly take: (event: RealmEvent) => boolean;
  /** `14 complete, 2 failed (sql/load)` when the time of a line has come, with at least one run that ended. */
  readonly settled: (at: number) => string | undefined;
}

export function createJobFold(): JobFold {
  const failedBefore = new Set<string>();
  let complete = 0;
  let failed: string[] = [];
  /** Realm time of the first run that is counted. */
  let since: number | undefined;
  const count = ({ status, job_id }: JobEvent, at: number) => {
    since ??= at;
    if (status === 'failed') failed.push(job_id);
    else complete++;
  };
  return {
    take(event) {
      if (event.type !== 'job') return false;
      if (!ENDS.has(event.status)) return STEPS.has(event.status);
      if (event.status === 'failed' && !failedBefore.has(event.job_id)) {
        failedBefore.add(event.job_id);
        return false;
      }
      count(event, Date.parse(event.at));
      return true;
    },
    settled(at) {
      if (since === undefined || at - since < EVERY_MS) return undefined;
      const failures = `${failed.length} failed (${[...new Set(failed)].join(', ')})`;
      const parts = [
        ...(complete > 0 ? [`${complete} complete`] : []),
        ...(failed.length > 0 ? [failures] : []),
      ];
      since = undefined;
      complete = 0;
      failed = [];
      return parts.join(', ');
    },
  };
}

// --- internal ---

const EVERY_MS = 300_000;

const ENDS: ReadonlySet<string> = new Set(['complete', 'failed']);

/** Steps of a run that say nothing about how it went. */
const STEPS: ReadonlySet<string> = new Set(['dispatched', 'starting', 'running', 'logging']);

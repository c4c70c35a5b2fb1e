import { variablePrefix } from '../contract';
import { freshJobs } from './fresh-jobs';
import type { RealmConfig } from './realm-config';

/**
 * What the realm file says of metrics, as the environment of a worker, by the names that its system has: which jobs are named
 * there is measured too.
 */
export function workerEnvironment(config: RealmConfig): Record<string, string> {
  const { metrics, system } = config;
  const prefix = variablePrefix(system);
  const jobs = measuredJobs(config);
  const fresh = Object.keys(freshJobs(config, 'metrics'));
  return {
    [`${prefix}CW_NAMESPACE`]: metrics.namespace,
    [`${prefix}CW_METRICS_JOB`]: String(metrics.job),
    ...(jobs.length > 0 && { [`${prefix}CW_METRICS_JOBS`]: jobList(jobs) }),
    // A promise about the runs of a worker is about all of them.
    ...(config.objectives.some(({ startWithinSeconds }) => startWithinSeconds) && {
      [`${prefix}CW_METRICS_DELAY`]: 'true',
    }),
    [`${prefix}CW_METRICS_WORKER`]: String(metrics.worker),
    ...(fresh.length > 0 && { [`${prefix}FRESH_JOBS`]: jobList(fresh) }),
  };
}

/** The jobs that are measured whatever the realm does with others: those of which something is expected. */
export const measuredJobs = ({ jobs, objectives }: Pick<RealmConfig, 'jobs' | 'objectives'>): string[] => [
  ...new Set([...jobs, ...objectives].flatMap(({ job }) => job ?? [])),
];

// --- internal ---

/** Ids with commas between them; as JSON where an id would be read as something else, since it may be any text. */
const jobList = (ids: readonly string[]): string =>
  ids.some((id) => id.includes(',')) || ids[0]!.startsWith('[') ? JSON.stringify(ids) : ids.join(',');

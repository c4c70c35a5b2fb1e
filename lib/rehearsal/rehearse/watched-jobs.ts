import { FRESHNESS_ENV } from '../../contract';
import { isRecord } from '../template/is-record';
import type { LambdaFunction } from '../template/template-model';

/** A job of which a function of the template says how old its last success is. */
export interface WatchedJob {
  readonly job: string;
  /** Undefined: the default one. */
  readonly system?: string;
  readonly realm: string;
  readonly namespace: string;
  /** Where it looks for the workers' records; undefined: it looks in the table of runs. */
  readonly logGroup?: string;
}

/** The jobs that a function watches. Of a function that is another, or whose variables are not all known, none. */
export function watchedJobs({ environment }: Pick<LambdaFunction, 'environment'>): WatchedJob[] {
  const { [FRESHNESS_ENV.system]: system, [FRESHNESS_ENV.realm]: realm } = environment;
  const { [FRESHNESS_ENV.namespace]: namespace, [FRESHNESS_ENV.jobs]: jobs } = environment;
  const { [FRESHNESS_ENV.logGroup]: logGroup, [FRESHNESS_ENV.table]: table } = environment;
  if (realm === undefined || namespace === undefined || jobs === undefined) return [];
  if (logGroup === undefined && table === undefined) return [];
  try {
    const parsed: unknown = JSON.parse(jobs);
    return isRecord(parsed)
      ? Object.keys(parsed).map((job) => ({
          job,
          realm,
          namespace,
          ...(system !== undefined && { system }),
          // As the function does: of both, the table.
          ...(table === undefined && { logGroup }),
        }))
      : [];
  } catch {
    return [];
  }
}

import {
  DISPATCH_DIALECTS,
  type DispatchDialect,
  JOB_DISPATCHER_ENV,
  type JobTriggerRule,
} from '../../lib/contract';
import { isObject, parseJson } from '../shared/json-value';

export interface JobDispatcherConfig {
  readonly realm: string;
  /** Worker name to queue URL. */
  readonly queues: Readonly<Record<string, string>>;
  /** What is dispatched for objects in buckets. */
  readonly triggers: readonly JobTriggerRule[];
  /** Job to the worker that runs it where a request names none. */
  readonly jobs: Readonly<Record<string, string>>;
  readonly dialect: DispatchDialect;
}

/** The configuration in the function's environment; throws when it cannot be used. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): JobDispatcherConfig {
  const realm = env[JOB_DISPATCHER_ENV.realm];
  if (!realm) throw new Error(`${JOB_DISPATCHER_ENV.realm} is not set; it must name the realm`);
  const queues = parseJson(env[JOB_DISPATCHER_ENV.queues] ?? '');
  if (!isObject(queues) || !Object.values(queues).every((url) => typeof url === 'string'))
    throw new Error(
      `${JOB_DISPATCHER_ENV.queues} is not usable; it must be a JSON object, worker to queue URL`,
    );
  const triggers = parseJson(env[JOB_DISPATCHER_ENV.triggers] ?? '[]');
  if (!Array.isArray(triggers) || !triggers.every(isTrigger))
    throw new Error(
      `${JOB_DISPATCHER_ENV.triggers} is not usable; it must be a JSON list of { bucket, prefix, suffix, jobs, request }`,
    );
  const jobs = parseJson(env[JOB_DISPATCHER_ENV.jobs] ?? '{}');
  if (!isObject(jobs) || !Object.values(jobs).every((worker) => Object.hasOwn(queues, String(worker))))
    throw new Error(
      `${JOB_DISPATCHER_ENV.jobs} is not usable; it must be a JSON object, job to a worker that has a queue`,
    );
  const given = env[JOB_DISPATCHER_ENV.dialect] ?? DISPATCH_DIALECTS[0];
  const dialect = DISPATCH_DIALECTS.find((known) => known === given);
  if (!dialect)
    throw new Error(
      `${JOB_DISPATCHER_ENV.dialect} is not usable; it must be one of ${DISPATCH_DIALECTS.join(', ')}`,
    );
  return {
    realm,
    queues: queues as Record<string, string>,
    triggers,
    jobs: jobs as Record<string, string>,
    dialect,
  };
}

// --- internal ---

function isTrigger(value: unknown): value is JobTriggerRule {
  if (!isObject(value) || typeof value.bucket !== 'string' || !isObject(value.request)) return false;
  if (!Array.isArray(value.jobs) || !value.jobs.every((job) => typeof job === 'string')) return false;
  return [value.prefix, value.suffix].every((part) => part === undefined || typeof part === 'string');
}

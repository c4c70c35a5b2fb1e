import { JOB_DISPATCHER_ENV } from '../../lib/contract';
import { isObject, parseJson } from '../shared/json-value';

export interface JobDispatcherConfig {
  readonly realm: string;
  /** Worker name to queue URL. */
  readonly queues: Readonly<Record<string, string>>;
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
  return { realm, queues: queues as Record<string, string> };
}

import { DEFAULT_SYSTEM, FRESHNESS_ENV } from '../../lib/contract';
import { isObject, parseJson } from '../shared/json-value';

export interface FreshnessConfig {
  readonly system: string;
  readonly realm: string;
  /** Of the metric. */
  readonly namespace: string;
  /** Job to how old its last success may be, in seconds. */
  readonly jobs: Readonly<Record<string, number>>;
  /** Where successes are found. */
  readonly source: { readonly table: string } | { readonly logGroup: string };
  /** The function's own log group. */
  readonly memory: string;
}

/** The configuration in the function's environment; throws, with all that is wrong, when it cannot be used. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): FreshnessConfig {
  const { system, realm, namespace, jobs, table, logGroup, memory } = FRESHNESS_ENV;
  const given = parseJson(env[jobs] ?? '');
  const problems = [realm, namespace, memory]
    .filter((name) => !env[name])
    .map((name) => `${name} is not set`);
  if (
    !isObject(given) ||
    !Object.values(given).every((seconds) => typeof seconds === 'number' && seconds > 0)
  )
    problems.push(`${jobs} is not usable; it must be a JSON object, job to seconds`);
  if (!env[table] && !env[logGroup]) problems.push(`neither ${table} nor ${logGroup} is set`);
  if (problems.length > 0) throw new Error(problems.join('; '));
  return {
    system: env[system] || DEFAULT_SYSTEM,
    realm: env[realm]!,
    namespace: env[namespace]!,
    jobs: given as Record<string, number>,
    source: env[table] ? { table: env[table] } : { logGroup: env[logGroup]! },
    memory: env[memory]!,
  };
}

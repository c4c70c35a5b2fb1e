import { GRAMMAR_HELP, JOB_ID, type JobRequest, MAX_DISPATCH_DELAY_SECONDS } from '../../lib/contract';
import { closest, parseDuration } from '../../lib/text';
import { isObject, jsonText, kindOf } from '../shared/json-value';

/** What a request is checked against. */
export interface RequestRules {
  readonly realm: string;
  /** Names of the workers that have a queue. */
  readonly workers: readonly string[];
}

export type CheckedRequest = Omit<JobRequest, 'delay'> & { readonly delaySeconds: number };

/** The request, or everything that is wrong with it in one text. */
export function checkRequest(
  value: unknown,
  rules: RequestRules,
): { readonly request: CheckedRequest } | { readonly problem: string } {
  if (!isObject(value)) return { problem: `a request is ${kindOf(value)}; allowed: an object with ${NAMES}` };
  const problems = [
    ...Object.keys(value)
      .filter((name) => !Object.hasOwn(CHECKS, name))
      .map(unknownField),
    ...Object.entries(CHECKS).map(([name, check]) => check(value[name], rules)),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) return { problem: problems.join('; ') };
  const { delay, ...request } = value as unknown as JobRequest;
  return { request: { ...request, delaySeconds: delaySeconds(delay ?? 0)! } };
}

// --- internal ---

type Check = (value: unknown, rules: RequestRules) => string | undefined;

const CHECKS: Readonly<Record<keyof JobRequest, Check>> = {
  job_id: (value) => {
    if (value === undefined) return 'job_id is missing';
    if (typeof value === 'string' && JOB_ID.test(value)) return undefined;
    return `job_id is ${show(value)}; allowed: ${GRAMMAR_HELP.jobId}`;
  },
  worker: (value, { workers }) => {
    if (typeof value === 'string' && workers.includes(value)) return undefined;
    const allowed = `known: ${workers.join(', ')}`;
    if (value === undefined) return `worker is missing; ${allowed}`;
    const near = typeof value === 'string' ? closest(value, workers) : undefined;
    return `worker ${show(value)} is unknown${near ? `, did you mean ${near}` : ''}; ${allowed}`;
  },
  realm: (value, { realm }) =>
    value === undefined || value === realm
      ? undefined
      : `realm is ${show(value)}; this dispatcher serves ${realm}`,
  parameters: objectOrAbsent('parameters'),
  globals: objectOrAbsent('globals'),
  delay: (value) =>
    value === undefined || delaySeconds(value) !== undefined
      ? undefined
      : `delay is ${show(value)}; allowed: whole seconds or a duration such as 2m, up to ${MAX_DISPATCH_DELAY_SECONDS} s`,
};

const FIELD_NAMES = Object.keys(CHECKS);
const NAMES = FIELD_NAMES.join(', ');

function unknownField(name: string): string {
  const near = closest(name, FIELD_NAMES);
  return `field ${show(name)} is unknown${near ? `, did you mean ${near}` : ''}; allowed: ${NAMES}`;
}

function objectOrAbsent(name: string): Check {
  return (value) =>
    value === undefined || isObject(value) ? undefined : `${name} is ${kindOf(value)}; allowed: an object`;
}

function delaySeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? parseDuration(value) : value;
  const allowed = Number.isInteger(seconds) && (seconds as number) >= 0;
  return allowed && (seconds as number) <= MAX_DISPATCH_DELAY_SECONDS ? (seconds as number) : undefined;
}

/** A value in an error text: JSON, cut to a length that a log line bears. */
function show(value: unknown): string {
  const text = jsonText(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

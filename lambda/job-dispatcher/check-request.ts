import {
  type DispatchDialect,
  GRAMMAR_HELP,
  JOB_ID,
  type JobRequest,
  MAX_DISPATCH_DELAY_SECONDS,
  parseTraceparent,
} from '../../lib/contract';
import { closest } from '../../lib/text';
import { isObject, jsonText, kindOf } from '../shared/json-value';
import { cut, delayOf } from './delay';
import { roundedNumber } from './exact-json';

/** What a request is checked against. */
export interface RequestRules {
  readonly realm: string;
  /** Names of the workers that have a queue. */
  readonly workers: readonly string[];
  /** Job to the worker that runs it where the request names none. */
  readonly jobs: Readonly<Record<string, string>>;
  readonly dialect: DispatchDialect;
}

export type CheckedRequest = Omit<JobRequest, 'delay' | 'worker'> & {
  readonly worker: string;
  readonly delaySeconds: number;
};

/**
 * The request, or everything that is wrong with it in one text. Fields that begin with `x-` are the sender's own, and
 * parameters or globals that are null or empty are none, as in Lava.
 */
export function checkRequest(
  value: unknown,
  rules: RequestRules,
): { readonly request: CheckedRequest } | { readonly problem: string } {
  const fields = fieldNames(rules.dialect);
  const names: readonly string[] = fields;
  const allowed = names.join(', ');
  if (!isObject(value))
    return { problem: `a request is ${kindOf(value)}; allowed: an object with ${allowed}` };
  const problems = [
    ...Object.keys(value)
      .filter((name) => !names.includes(name) && !OWN_FIELD.test(name))
      .map((name) => unknownField(name, names)),
    // Somebody has to run the job, whether a request may name him or not.
    ...ALL_FIELDS.map((name) => CHECKS[name](fields.includes(name) ? value[name] : undefined, rules, value)),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) return { problem: problems.join('; ') };
  const {
    job_id,
    realm,
    parameters,
    globals,
    delay = 0,
    worker,
    traceparent,
  } = value as unknown as JobRequest;
  return {
    request: {
      job_id,
      worker: worker ?? workerOf(job_id, rules)!,
      ...(realm !== undefined && { realm }),
      ...(!isNothing(parameters) && { parameters }),
      ...(!isNothing(globals) && { globals }),
      ...(parseTraceparent(traceparent) && { traceparent }),
      delaySeconds: delaySeconds(delay)!,
    },
  };
}

// --- internal ---

type Field = keyof JobRequest;
type Check = (
  value: unknown,
  rules: RequestRules,
  request: Readonly<Record<string, unknown>>,
) => string | undefined;

const CHECKS: Readonly<Record<Field, Check>> = {
  job_id: (value) => {
    if (value === undefined) return 'job_id is missing';
    if (typeof value === 'string' && JOB_ID.test(value)) return undefined;
    return `job_id is ${show(value)}; allowed: ${GRAMMAR_HELP.jobId}`;
  },
  worker: (value, rules, { job_id }) => {
    const { workers } = rules;
    if (typeof value === 'string' && workers.includes(value)) return undefined;
    const allowed = `known: ${workers.join(', ')}`;
    if (value === undefined) {
      if (workerOf(job_id, rules) !== undefined) return undefined;
      return `worker is missing, and job ${show(job_id)} has none of its own; ${allowed}`;
    }
    const near = typeof value === 'string' ? closest(value, workers) : undefined;
    return `worker ${show(value)} is unknown${near ? `, did you mean ${near}` : ''}; ${allowed}`;
  },
  realm: (value, { realm }) =>
    value === undefined || value === realm
      ? undefined
      : `realm is ${show(value)}; this dispatcher serves ${realm}`,
  parameters: objectOrNothing('parameters'),
  globals: objectOrNothing('globals'),
  delay: (value) =>
    value === undefined || delaySeconds(value) !== undefined
      ? undefined
      : `delay is ${show(value)}; allowed: seconds or a duration such as 2m, up to ${MAX_DISPATCH_DELAY_SECONDS} s`,
  // W3C: what is no traceparent is ignored
  traceparent: () => undefined,
};

/** What Lava has no word for: its table of jobs names worker and realm, and it knows no traces. */
const NOT_LAVAS: readonly Field[] = ['realm', 'worker', 'traceparent'];

const ALL_FIELDS = Object.keys(CHECKS) as Field[];

const fieldNames = (dialect: DispatchDialect): readonly Field[] =>
  dialect === 'lava' ? ALL_FIELDS.filter((name) => !NOT_LAVAS.includes(name)) : ALL_FIELDS;

const OWN_FIELD = /^[xX]-/;

/**
 * The worker of a job by the map, or the only one there is. A map in Lava's dialect is a table of jobs: what it does
 * not hold is no job.
 */
function workerOf(job: unknown, { jobs, workers, dialect }: RequestRules): string | undefined {
  if (typeof job !== 'string') return undefined;
  if (Object.hasOwn(jobs, job)) return jobs[job];
  const isTable = dialect === 'lava' && Object.keys(jobs).length > 0;
  return workers.length === 1 && !isTable ? workers[0] : undefined;
}

function unknownField(name: string, names: readonly string[]): string {
  const near = closest(name, names);
  return `field ${show(name)} is unknown${near ? `, did you mean ${near}` : ''}; allowed: ${names.join(', ')}`;
}

function objectOrNothing(name: string): Check {
  return (value) => {
    if (isNothing(value)) return undefined;
    if (!isObject(value)) return `${name} is ${kindOf(value)}; allowed: an object`;
    const rounded = roundedNumber(value);
    if (rounded === undefined) return undefined;
    const allowed = `up to ${Number.MAX_SAFE_INTEGER}, and greater ones as text or in a message of SNS or SQS`;
    return `${name} has the number ${rounded}, which may have lost digits on its way; allowed: ${allowed}`;
  };
}

/** What Python takes for false. */
function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : !value;
}

function delaySeconds(value: unknown): number | undefined {
  const seconds = delayOf(value);
  if (seconds === undefined) return undefined;
  const whole = cut(seconds);
  return whole >= 0 && whole <= MAX_DISPATCH_DELAY_SECONDS ? whole : undefined;
}

/** A value in an error text: JSON, cut to a length that a log line bears. */
function show(value: unknown): string {
  const text = jsonText(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

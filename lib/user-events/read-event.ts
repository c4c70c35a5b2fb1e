import { ACTIVATION_STATUSES, USER_METRICS, type UserMetricName } from '../contract';

/** A run as its event told it. Times are in ms, never negative. */
export interface RunReading {
  readonly type: 'run';
  /** Who owns the action: the first part of its name. */
  readonly namespace: string;
  /** Who invoked it: the event's own namespace. */
  readonly initiator: string;
  /** The rest of its name: `[package/]action`. */
  readonly action: string;
  readonly kind: string;
  /** Limit in MB. */
  readonly memory: number;
  /** 0 to 3. */
  readonly statusCode: number;
  readonly duration: number;
  readonly waitTime: number;
  readonly initTime: number;
  /** Bytes. */
  readonly size: number | undefined;
  readonly userStatusCode: string | undefined;
  /** Epoch ms; undefined when the event has none. */
  readonly time: number | undefined;
}

/** A limit that was exceeded, or how many runs there are at the same time. */
export interface LimitReading {
  readonly type: 'limit';
  readonly metric: UserMetricName;
  readonly initiator: string;
  readonly value: number;
  readonly time: number | undefined;
}

export interface Rejection {
  readonly type: 'rejected';
  readonly reason: RejectReason;
}

/** Why an event is not counted; the value of the label `reason`. */
export const REJECT_REASONS = {
  empty: 'no value, or an empty one',
  too_large: 'more than 1 MiB',
  not_json: 'not JSON',
  not_object: 'JSON, but not an object',
  no_body: '`body` is no object, or has neither `name` nor `metricName`',
  bad_namespace: '`namespace` is no text of 1 to 1,024 whole characters',
  bad_name: '`body.name` is not `namespace/[package/]action` of up to 1,024 characters',
  bad_status: '`body.statusCode` is not 0, 1, 2 or 3',
  bad_number: 'a time, size or limit is not a number',
  bad_metric: '`body.metricName` is unknown or `body.metricValue` is not a number',
} as const;
export type RejectReason = keyof typeof REJECT_REASONS;

/**
 * Reads one event, never throws. Which kind it is, its body decides, as in OpenWhisk. Both what OpenWhisk
 * documents and what it sends are taken: `causedBy: false`, no `activationId`, times that are absent.
 */
export function readEvent(text: string | undefined): RunReading | LimitReading | Rejection {
  if (text === undefined || text === '') return rejected('empty');
  if (text.length > MAX_EVENT_CHARS) return rejected('too_large');
  let event: Json;
  try {
    event = JSON.parse(text);
  } catch {
    return rejected('not_json');
  }
  if (!isObject(event)) return rejected('not_object');
  const { body } = event;
  if (!isObject(body)) return rejected('no_body');
  const initiator = event.namespace;
  if (!isLabel(initiator)) return rejected('bad_namespace');
  const time = typeof event.timestamp === 'number' ? event.timestamp : undefined;
  if (body.metricName !== undefined) return readLimit(body, initiator, time);
  if (body.name !== undefined) return readRun(body, initiator, time);
  return rejected('no_body');
}

// --- internal ---

type Json = Record<string, unknown>;

/** Kafka's default limit of a message. */
const MAX_EVENT_CHARS = 1_048_576;
const MAX_LABEL_CHARS = 1_024;
const UNKNOWN_KIND = 'unknown';
const NOT_NUMERIC_STATUS = '400';

/** Absent, which is 0, or not a number at all. */
const BAD = -1;

const rejected = (reason: RejectReason): Rejection => REJECTIONS[reason];

const REJECTIONS = Object.fromEntries(
  Object.keys(REJECT_REASONS).map((reason) => [reason, { type: 'rejected', reason }]),
) as Record<RejectReason, Rejection>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** NUL separates labels in memory; half a character, written as UTF-8, would look like any other half. */
const NOT_IN_LABEL = /[\0\p{Surrogate}]/u;

const isLabel = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_LABEL_CHARS && !NOT_IN_LABEL.test(value);

function readRun(body: Json, initiator: string, time: number | undefined): RunReading | Rejection {
  const { name, statusCode, kind } = body;
  if (!isLabel(name)) return rejected('bad_name');
  const start = name[0] === '/' ? 1 : 0;
  const slash = name.indexOf('/', start);
  if (slash <= start || slash === name.length - 1) return rejected('bad_name');
  if (typeof statusCode !== 'number' || !(statusCode in ACTIVATION_STATUSES)) return rejected('bad_status');
  const duration = amount(body.duration);
  const waitTime = amount(body.waitTime);
  const initTime = amount(body.initTime);
  const memory = amount(body.memory);
  const size = body.size === undefined || body.size === null ? undefined : amount(body.size);
  if (duration === BAD || waitTime === BAD || initTime === BAD || memory === BAD || size === BAD)
    return rejected('bad_number');
  return {
    type: 'run',
    namespace: name.slice(start, slash),
    initiator,
    action: name.slice(slash + 1),
    kind: isLabel(kind) ? kind : UNKNOWN_KIND,
    memory,
    statusCode,
    duration,
    waitTime,
    initTime,
    size,
    userStatusCode: userStatusCode(body.userDefinedStatusCode),
    time,
  };
}

function readLimit(body: Json, initiator: string, time: number | undefined): LimitReading | Rejection {
  const metric = body.metricName as UserMetricName;
  const value = body.metricValue ?? 1;
  if (!USER_METRICS.includes(metric) || typeof value !== 'number' || !(value >= 0 && value < Infinity))
    return rejected('bad_metric');
  return { type: 'limit', metric, initiator, value, time };
}

/** Negative times come from clocks that disagree and read as 0, as in OpenWhisk. */
function amount(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'number' || !Number.isFinite(value)) return BAD;
  return value > 0 ? value : 0;
}

/** What is no whole number counts as 400, which is OpenWhisk's own rule where it makes the event. */
function userStatusCode(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return Number.isSafeInteger(number) ? String(number) : NOT_NUMERIC_STATUS;
}

import {
  type AlertRecords,
  LONGEST_PATTERN,
  storedLine,
  storedPattern,
  type TraceLink,
  traceLink,
  WORKER_PLACEHOLDER,
} from '../../lib/contract';
import { withinTime } from '../../lib/time-limit/time-limit';
import { isObject, parseJson } from '../shared/json-value';
import type { SearchLogs } from '../shared/search-logs';
import { oneLine } from './plain-text';

export interface LogQuery {
  readonly logGroup: string;
  readonly pattern: string;
}

/** The query for an alarm: the first rule whose name fits, with the worker or the job filled in. */
export function queryFor(alarm: string, rules: readonly AlertRecords[]): LogQuery | undefined {
  for (const { alarms, logGroup, pattern } of rules) {
    const worker = alarms.map((name) => workerIn(alarm, name)).find((found) => found !== undefined);
    if (worker !== undefined) return { logGroup, pattern: pattern.replaceAll(WORKER_PLACEHOLDER, worker) };
  }
  return undefined;
}

/** The messages of the last records of a query before `to`, oldest first; none when it takes too long or fails. */
export async function recentRecords(
  query: LogQuery,
  to: number,
  timeoutMs: number,
  search: SearchLogs,
): Promise<string[]> {
  const wanted = { ...query, from: to - LOOKBACK_MS, to, limit: LIMIT };
  const searches = patternsFor(query.pattern).map((pattern) =>
    withinTime(timeoutMs, (signal) => search({ ...wanted, pattern }, signal)).catch(() => []),
  );
  const records = (await Promise.all(searches)).flat();
  // Newest first as they come; of equal times the one that was written first has to stay first.
  return [...records]
    .reverse()
    .sort((a, b) => a.timestamp - b.timestamp)
    .slice(-LIMIT)
    .map(({ message }) => message);
}

/** What an alert says in the place of records that no search can find, since names make the pattern too long. */
export function unsearched(pattern: string): string | undefined {
  const stored = storedPattern(pattern);
  const whole = patternsFor(pattern);
  if (whole.length === 0)
    return `(its records cannot be searched: a pattern with this name is too long for CloudWatch)`;
  const isWhole = !stored.isExact || whole.includes(stored.pattern) || whole.includes(stored.inBody);
  return isWhole
    ? undefined
    : '(without records by OTLP: a pattern with this name is too long for CloudWatch)';
}

/** The traces of the runs that records say have failed, newest first and each once. */
export function failedTraces(messages: readonly string[], template: string): TraceLink[] {
  const found = messages.flatMap((message): [string, TraceLink][] => {
    const record = parseJson(storedLine(message));
    if (!isObject(record) || record.event_type !== 'job' || record.level !== 'ERROR') return [];
    const url = traceLink(template, record.trace_id);
    const run = typeof record.run_id === 'string' && RUN_ID.test(record.run_id) ? record.run_id : undefined;
    return url === undefined ? [] : [[url, { ...(run && { run }), url }]];
  });
  return [...new Map(found.reverse()).values()].slice(0, MAX_TRACES);
}

/** A worker's record as `time level message job run`; any other line as it is, cut. */
export function recordLine(stored: string): string {
  const message = storedLine(stored);
  const record = parseJson(message);
  if (!isObject(record) || typeof record.message !== 'string') return oneLine(message, LINE_LIMIT);
  const { timestamp, level, job_id, run_id } = record;
  const parts = [
    timestamp,
    level,
    record.message,
    job_id && `job=${String(job_id)}`,
    run_id && `run=${String(run_id)}`,
  ];
  return oneLine(parts.filter(Boolean).join(' '), LINE_LIMIT);
}

// --- internal ---

const LIMIT = 5;
const MAX_TRACES = 3;
/** Of a run whose id may stand in any channel's text; it is a UUID, unless somebody else has made it. */
const RUN_ID = /^[\w.:-]{1,64}$/;
const LINE_LIMIT = 300;
/** A worker that fell silent is alarmed within minutes; what it said last is not much older. */
const LOOKBACK_MS = 60 * 60_000;

/** One for lines and records of OTLP, or one for each where both are too long for one. */
function patternsFor(pattern: string): string[] {
  const stored = storedPattern(pattern);
  // there is nobody here who could look again at what comes
  if (!stored.isExact) return [pattern].filter(isShortEnough);
  if (isShortEnough(stored.pattern)) return [stored.pattern];
  return [pattern, stored.inBody].filter(isShortEnough);
}

const isShortEnough = ({ length }: string): boolean => length <= LONGEST_PATTERN;

/** What stands for the placeholder in an alarm's name; '' when the rule has none; undefined when it does not fit. */
function workerIn(alarm: string, rule: string): string | undefined {
  const [before = '', after] = rule.split(WORKER_PLACEHOLDER);
  if (after === undefined) return alarm === rule ? '' : undefined;
  if (alarm.length <= before.length + after.length || !alarm.startsWith(before) || !alarm.endsWith(after))
    return undefined;
  const worker = alarm.slice(before.length, alarm.length - after.length);
  // It goes into a filter pattern, between quotes.
  return /^[-\w./:@]+$/.test(worker) ? worker : undefined;
}

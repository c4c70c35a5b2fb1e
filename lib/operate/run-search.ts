import { EVENTS_TABLE, type RunStatus } from '../contract';
import { printable } from './printable';

/** What a run has to have; absent is anything. */
export interface RunCriteria {
  readonly job?: string;
  readonly run?: string;
  readonly worker?: string;
  /** One of these; empty is any. */
  readonly statuses?: readonly RunStatus[];
  /** When the run was last heard of, epoch milliseconds, both included. */
  readonly from?: number;
  readonly to?: number;
}

/** An item of the table of runs with its attributes as JSON has them. Lava gives each event of the run in `log`. */
export type RunItem = Readonly<Record<string, unknown>>;

/** One Query of the table of runs, or a Scan where there is no key. */
export interface RunRequest {
  readonly table: string;
  readonly index?: string;
  /** Key condition. */
  readonly key?: string;
  readonly filter?: string;
  readonly names: Readonly<Record<string, string>>;
  /** All of them are strings. */
  readonly values: Readonly<Record<string, string>>;
  /** Most items of a page. @default - what 1 MB holds */
  readonly most?: number;
}

export interface RunPage {
  readonly runs: readonly RunItem[];
  /** Whether there is no other page. */
  readonly isLast: boolean;
}

export interface RunPorts {
  /** A page may be empty, and there may be very many; those of an index are newest first. Throws an OperateError. */
  readonly findRuns: (request: RunRequest) => AsyncIterable<RunPage>;
}

export interface RunSearchProps {
  readonly table: string;
  /** Gives the newest so many. */
  readonly limit: number;
  /** Most pages that are read, 1 MB each. */
  readonly pages: number;
}

export interface FoundRuns {
  /** Newest first. */
  readonly runs: readonly RunItem[];
  /** What kept others away: the limit, all newer ones being there; or the pages, any one missing. */
  readonly cut?: 'limit' | 'pages';
}

/**
 * Runs that meet all criteria. A job's are asked for by key, others by a Scan, which DynamoDB gives in no order: of those
 * that it read it keeps the newest.
 */
export async function searchRuns(
  ports: RunPorts,
  criteria: RunCriteria,
  { table, limit, pages }: RunSearchProps,
): Promise<FoundRuns> {
  const request = runRequest(table, criteria);
  const isOrdered = request.index !== undefined;
  const most = isOrdered && request.filter === undefined ? limit + 1 : undefined;
  let runs: RunItem[] = [];
  let isOver = false;
  let read = 0;
  for await (const page of ports.findRuns({ ...request, most })) {
    read += 1;
    runs = [...runs, ...page.runs].sort(newestFirst);
    isOver ||= runs.length > limit;
    runs.length = Math.min(runs.length, limit);
    if (isOver && isOrdered) break;
    if (read === pages && !page.isLast) return { runs, cut: 'pages' };
  }
  return isOver ? { runs, cut: 'limit' } : { runs };
}

/** The request for the runs that meet all criteria: by key and index as far as they go, the rest by a filter. */
export function runRequest(table: string, criteria: RunCriteria): RunRequest {
  const { job, run, worker, statuses = [], from, to } = criteria;
  const { partitionKey, sortKey, byTime } = EVENTS_TABLE;
  const names: Record<string, string> = {};
  const values: Record<string, string> = {};
  /** A name or a value that has its place in an expression. */
  const name = (attribute: string) => put(names, '#', attribute);
  const value = (text: string) => put(values, ':', text);
  const equals = (attribute: string, text: string | undefined) =>
    text === undefined ? [] : [`${name(attribute)} = ${value(text)}`];

  const time = timeCondition(from, to, () => name(byTime.sortKey), value);
  const byIndex = job !== undefined && run === undefined;
  const key =
    job === undefined ? [] : [...equals(partitionKey, job), ...(byIndex ? time : equals(sortKey, run))];
  const isStatus = statuses.length === 0 ? [] : [`${name('status')} IN (${statuses.map(value).join(', ')})`];
  const filter = [
    ...(job === undefined ? equals(sortKey, run) : []),
    ...equals('worker', worker),
    ...isStatus,
    ...(byIndex ? [] : time),
  ];
  return {
    table,
    ...(byIndex && { index: byTime.name }),
    ...(key.length > 0 && { key: key.join(' AND ') }),
    ...(filter.length > 0 && { filter: filter.join(' AND ') }),
    names,
    values,
  };
}

/** A run as one line for people: when it was last heard of, status, worker, host, job, run, and what the event says. */
export function runLine(item: RunItem): string {
  const text = (attribute: string) => {
    const value = item[attribute];
    return typeof value === 'string' && value !== '' ? value : '-';
  };
  const time = text(EVENTS_TABLE.byTime.sortKey).slice(0, 19).replace('T', ' ');
  const { info } = lastEvent(item);
  const told = info === undefined || info === null ? '' : ` ${said(info)}`;
  const [host, job, run] = [text('hostname'), text('job_id'), text('run_id')];
  return printable(`${time} ${text('status')} ${text('worker')} ${host} ${job} run=${run}${told}`);
}

// --- internal ---

const INFO_LENGTH = 200;

function put(map: Record<string, string>, mark: string, text: string): string {
  const known = Object.keys(map).find((key) => map[key] === text);
  const place = known ?? `${mark}${Object.keys(map).length}`;
  map[place] = text;
  return place;
}

function timeCondition(
  from: number | undefined,
  to: number | undefined,
  name: () => string,
  value: (text: string) => string,
): string[] {
  if (from !== undefined && to !== undefined) {
    return [`${name()} BETWEEN ${value(utc(from))} AND ${value(utc(to))}`];
  }
  if (from !== undefined) return [`${name()} >= ${value(utc(from))}`];
  return to === undefined ? [] : [`${name()} <= ${value(utc(to))}`];
}

/**
 * A time as Python's isoformat writes it in UTC, which Lava's items have: no zone, and no fraction of a second that is 0,
 * so that the texts are in the order of the times.
 */
const utc = (time: number): string => new Date(time).toISOString().replace('.000Z', '').replace('Z', '000');

function newestFirst(one: RunItem, other: RunItem): number {
  const [a, b] = [one, other].map((item) => String(item[EVENTS_TABLE.byTime.sortKey] ?? ''));
  return a! < b! ? 1 : a! > b! ? -1 : 0;
}

function lastEvent({ log }: RunItem): RunItem {
  const last: unknown = Array.isArray(log) ? log.at(-1) : undefined;
  return typeof last === 'object' && last !== null ? (last as RunItem) : {};
}

function said(info: unknown): string {
  const text = typeof info === 'string' ? info : JSON.stringify(info);
  return text.length > INFO_LENGTH ? `${text.slice(0, INFO_LENGTH)}…` : text;
}

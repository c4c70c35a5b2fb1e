import { readAtMost } from '../../text/read-at-most';
import { CONSOLE_CSV, readConsoleCsv } from './console-csv';
import { readCsv } from './csv';
import { isLogCsv, readLogCsv } from './log-csv';
import { logEvents, queryResults } from './log-events';
import { logLines } from './log-lines';
import { metricDataQueries, metricDataResults, metricStatistics, type QueriesById } from './metric-data';
import type { Recording } from './recording';
import { RecordingError } from './recording-error';

/** A recorded file, not read yet. */
export interface RecordingFile {
  /** For messages. */
  readonly name: string;
  readonly text: string;
}

/** Reads a file that is to be parsed. */
export function openRecording(path: string, name: string): RecordingFile {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, MAX_BYTES);
  } catch (error) {
    throw new RecordingError(`${name}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (bytes) return { name, text: bytes.toString().replace(/^\uFEFF/, '') };
  throw new RecordingError(
    `${name}: got more than ${MAX_BYTES} bytes, allowed: ${MAX_BYTES}; record a shorter time`,
  );
}

/**
 * Parses recordings, each by what it looks like: GetMetricData or GetMetricStatistics JSON, FilterLogEvents or
 * Logs Insights JSON, NDJSON, log lines as exported or tailed, CSV. Queries of one file are known in all of them.
 */
export function readRecordings(files: readonly RecordingFile[], logGroupName: string | undefined): Recording {
  const documents = files.map((file) => ({ ...file, json: jsonOf(file.text) }));
  const queries: QueriesById = new Map(
    documents.flatMap(({ json }) => (json ? [...metricDataQueries(json)] : [])),
  );
  const recordings = documents.map(({ name, text, json }) =>
    json === undefined
      ? readLines(name, text, logGroupName)
      : (readJson(name, json, queries, logGroupName) ??
        // One line of NDJSON is a JSON document as well, which may be written over several.
        readLines(name, text.replaceAll('\n', ' '), logGroupName)),
  );
  return {
    metrics: recordings.flatMap(({ metrics = [] }) => metrics),
    logs: recordings.flatMap(({ logs = [] }) => logs),
  };
}

// --- internal ---

const MAX_BYTES = 256 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

function readJson(
  name: string,
  json: Json | unknown[],
  queries: QueriesById,
  logGroupName: string | undefined,
): Partial<Recording> | undefined {
  const place = { source: name, logGroupName };
  if (Array.isArray(json)) {
    const isQueries = json.length > 0 && metricDataQueries(json).size === json.length;
    return isQueries ? {} : { logs: queryResults(json, place) };
  }
  if (Array.isArray(json.MetricDataResults)) return { metrics: metricDataResults(json, queries, name) };
  if (Array.isArray(json.Datapoints)) return { metrics: metricStatistics(json, name) };
  if (Array.isArray(json.events)) return { logs: logEvents(json.events, place) };
  if (Array.isArray(json.results)) return { logs: queryResults(json.results, place) };
  if (Array.isArray(json.MetricDataQueries)) return {};
  return undefined;
}

/** How the answers of AWS's command line begin; a line of NDJSON has none of these members. */
const AWS_ANSWER = /^\s*\{\s*"(MetricDataResults|MetricDataQueries|Datapoints|Label|events|Messages)"\s*:/;

const CSV = /^"?(timestamp|time|date)"?,/i;
/** Logs Insights has the columns in the order of the query. */
const CSV_OF_LOGS = /^"?(@\w+|timestamp|message)"?,/;

function readLines(name: string, text: string, logGroupName: string | undefined): Partial<Recording> {
  // The first line of NDJSON is whole.
  if (AWS_ANSWER.test(text) && jsonOf(text.trimStart().split('\n', 1)[0]!) === undefined) {
    throw new RecordingError(
      `${name}: the JSON ends early or is broken, after ${text.length} characters; write the file again`,
    );
  }
  if (text.trim() === '') throw new RecordingError(`${name}: the file is empty`);
  const place = { source: name, logGroupName };
  const header = text.slice(0, text.indexOf('\n') + 1 || undefined);
  if (CSV_OF_LOGS.test(header) && isLogCsv(header)) return { logs: readLogCsv(text, place) };
  if (CSV.test(header)) return { metrics: readCsv(text, name) };
  if (CONSOLE_CSV.test(header)) return { metrics: readConsoleCsv(text, name) };
  return { logs: logLines(text, place) };
}

function jsonOf(text: string): Json | unknown[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { LEVELS } from '../../contract/records';
import type { LevelIndex } from '../logger/level';
import { textValue } from './any-value';
import { SEVERITY } from './otlp-format';

/**
 * A LogRecord whose body is a record as it is written everywhere else, a line of JSON: what CloudWatch stores around it is
 * taken off by the transformer of the log group, and metric filters see the line. Trace ids are members of their own besides,
 * by which CloudWatch finds the records of a trace.
 */
export function cloudWatchRecord(line: string, level: LevelIndex, now: number): string {
  return `{"timeUnixNano":"${now}000000","observedTimeUnixNano":"${now}000000","severityNumber":${SEVERITY[level]},"severityText":"${LEVELS[level]}","body":${textValue(line)}${traceOf(line)}}`;
}

/** The line of such a record. */
export const lineOf = (record: string): string =>
  (JSON.parse(record) as { body: { stringValue: string } }).body.stringValue;

// --- internal ---

/** A quote within a text is escaped, so that only a field is found. */
const TRACE = /"trace_id":"([0-9a-f]{32})"/;
const SPAN = /"span_id":"([0-9a-f]{16})"/;

function traceOf(line: string): string {
  if (!line.includes('"trace_id":"')) return '';
  const trace = TRACE.exec(line)?.[1];
  if (trace === undefined) return '';
  const span = SPAN.exec(line)?.[1];
  return `,"traceId":"${trace}"${span === undefined ? '' : `,"spanId":"${span}"`}`;
}

import { StringDecoder } from 'node:string_decoder';
import type { Level } from '../../contract/records';
import type { Logger } from '../logger/logger';
import { levelByName, levelOfLine } from './level-of-line';
import { lineGroups } from './line-groups';

export type ChildStream = 'stdout' | 'stderr';

/**
 * Turns what a child writes into records, a line each. A line that is a JSON object with a message keeps its
 * level and fields, whatever its logger calls the level, and the text `message` or `msg`, but is no heartbeat, which only the worker
 * has; an EMF document stays as it is; a trace is one record, at the level of the line that tells of it, else ERROR;
 * other lines have the level that they begin with, else INFO from stdout and WARNING from stderr, which many programs
 * use for more than errors.
 * @returns `write` takes chunks as they come, `end` the rest without a line end.
 */
export function childLines(logger: Logger, stream: ChildStream) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const groups = lineGroups((lines) => logText(logger, stream, lines));
  /** Characters of the current line that are not kept: a child that never ends it must not fill the memory. */
  let cut = 0;

  function end(line: string): void {
    cut += Math.max(0, line.length - MAX_LINE);
    const record = cut > 0 ? undefined : parseObject(line);
    if (cut === 0 && record === undefined) groups.line(line);
    else {
      groups.flush();
      if (record === undefined) logCut(logger, stream, line.slice(0, MAX_LINE), cut);
      else logObject(logger, stream, line, record);
    }
    cut = 0;
  }

  function take(text: string): void {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) end(line);
    if (rest.length > MAX_LINE) {
      cut += rest.length - MAX_LINE;
      rest = rest.slice(0, MAX_LINE);
    }
    groups.pause();
  }

  return {
    write: (chunk: Buffer) => take(decoder.write(chunk)),
    end() {
      take(decoder.end());
      end(rest);
      rest = '';
      groups.flush();
    },
  };
}

// --- internal ---

/** What CloudWatch takes as one event. */
const MAX_LINE = 1024 * 1024;
const PLAIN = { stdout: 'info', stderr: 'warning' } as const;
const TEXT_KEYS = ['message', 'msg'] as const;
/** Where JSON loggers put the level: most, Google Cloud's, Python's, Elastic's. */
const LEVEL_KEYS = ['level', 'severity', 'levelname', 'lvl', 'loglevel', 'log_level', 'log.level'] as const;
const JSON_LEVEL = new RegExp(`"(?:${LEVEL_KEYS.join('|')})"\\s*:\\s*(?:"(\\w+)"|(\\d+))`);
const METHODS = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warning',
  ERROR: 'error',
  CRITICAL: 'critical',
} as const satisfies Record<Level, keyof Logger>;
const TENS: Readonly<Record<number, Level>> = {
  1: 'DEBUG',
  2: 'DEBUG',
  3: 'INFO',
  4: 'WARNING',
  5: 'ERROR',
  6: 'CRITICAL',
};

function logText(logger: Logger, stream: ChildStream, lines: readonly string[]): void {
  const level = levelOfLine(lines[0]!) ?? (lines.length > 1 ? 'ERROR' : undefined);
  const method = level === undefined ? PLAIN[stream] : METHODS[level];
  logger[method](lines.join('\n'), { event_type: 'job', stream });
}

function logObject(logger: Logger, stream: ChildStream, line: string, record: Record<string, unknown>): void {
  if ('_aws' in record) {
    logger.raw(line);
    return;
  }
  const textKey = TEXT_KEYS.find((key) => typeof record[key] === 'string');
  if (textKey === undefined) {
    logText(logger, stream, [line]);
    return;
  }
  const method = LEVEL_KEYS.map((key) => methodOf(record[key])).find((known) => known !== undefined);
  const { level: _, [textKey]: text, ...fields } = record;
  if (fields.event_type === 'heartbeat') fields.event_type = 'job';
  logger[method ?? PLAIN[stream]](text, { stream, ...fields });
}

/** Too long even for CloudWatch: one record of its beginning, with the level that it has there. */
function logCut(logger: Logger, stream: ChildStream, line: string, cut: number): void {
  const [, name, number] = line.startsWith('{') ? (JSON_LEVEL.exec(line.slice(0, 10_000)) ?? []) : [];
  const method =
    methodOf(number === undefined ? (name ?? levelOfLine(line)) : Number(number)) ?? PLAIN[stream];
  logger[method](line, { event_type: 'job', stream, line_cut: true, line_length: line.length + cut });
}

function parseObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function methodOf(level: unknown) {
  // pino and bunyan count in tens, from trace to fatal
  if (typeof level === 'number') return METHODS[TENS[Math.floor(level / 10)] ?? 'INFO'];
  const known = typeof level === 'string' ? levelByName(level) : undefined;
  return known && METHODS[known];
}

import { hostname } from 'node:os';
import { realmNames } from '../../contract/names';
import { WORKER_EVENT_SOURCE } from '../../contract/records';
import { type Destination, openDestination } from '../sink/destination';
import type { Coalescing } from '../sink/line-sink';
import { bindFields, type Fields, merge } from './fields';
import type { FormatName } from './format';
import { createFormat } from './formats';
import { CRITICAL, DEBUG, ERROR, INFO, type LevelIndex, type LevelName, levelIndex, WARNING } from './level';
import { RecordWriter } from './record-writer';
import { createRedaction } from './redaction';
import { currentRun, withRun } from './run-context';

export interface LoggerProps {
  readonly realm: string;
  readonly worker: string;
  /** Lowest level that is written. @default 'info' */
  readonly level?: LevelName;
  /** @default 'stderr' */
  readonly destination?: Destination;
  /** @default 'json' */
  readonly format?: FormatName;
  /** syslog tag of the records. @default lava-<realm>-<worker> */
  readonly tag?: string;
  /** @default the host's name */
  readonly host?: string;
  /** The `event_source` field. @default 'lava-worker' */
  readonly source?: string;
  /** Fields of every record. @default none */
  readonly fields?: Fields;
  /** More names of fields whose values are never shown; `false` shows even passwords. @default [] */
  readonly redact?: readonly string[] | false;
  /** Collect small records into one write. @default one write a record */
  readonly coalesce?: Coalescing;
  /** Bytes of records below `level` that each run keeps back and writes if it logs an error. @default 0: none */
  readonly holdDebug?: number;
}

/**
 * Takes any message and fields; an Error may stand for the message, for the fields or for a field.
 * Never throws.
 */
export type LogMethod = (message: unknown, fields?: Fields | Error) => void;

/** The run that records belong to. */
export interface RunIdentity {
  readonly job_id: string;
  readonly run_id: string;
  /** Name of the thread that executes it. @default the logger's */
  readonly thread?: string;
  /** More fields of every record of the run. */
  readonly [field: string]: unknown;
}

export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warning: LogMethod;
  readonly error: LogMethod;
  readonly critical: LogMethod;
  /** INFO whatever the logger's level: what alarms wait for, e.g. a heartbeat, or what somebody has just asked for. */
  readonly always: LogMethod;
  /** A logger whose records carry these fields too; they are rendered here, once. */
  readonly child: (fields: Fields, thread?: string) => Logger;
  /** Everything that is logged below `body`, by this logger or a relative, carries the run's fields. */
  readonly run: <T>(run: RunIdentity, body: () => T) => T;
  /** Writes a finished line as it is, e.g. an EMF document. */
  readonly raw: (line: string) => void;
  /** Hands over what is buffered, synchronously and within a bound. */
  readonly flush: () => void;
  /** Resolves when everything has left the process, or after the deadline in ms. @default 5000 */
  readonly drain: (deadline?: number) => Promise<void>;
  /** Opens the log file anew. */
  readonly reopen: () => void;
  readonly close: () => Promise<void>;
  /** Records that could not be kept; each loss is also reported by a record as soon as one can be written. */
  readonly dropped: () => number;
  /** Largest line that the destination takes whole; records are cut to it, raw lines are not. */
  readonly maxBytes: number;
  readonly identity: { readonly realm: string; readonly worker: string; readonly host: string };
}

/** @throws Error when a level or format is unknown or the destination cannot be opened. */
export function createLogger(props: LoggerProps): Logger {
  const { realm, worker, host = hostname(), holdDebug = 0 } = props;
  const identity = {
    event_source: props.source ?? WORKER_EVENT_SOURCE,
    realm,
    worker,
    host,
    tag: props.tag ?? realmNames(realm).worker(worker).tag,
    pid: process.pid,
  };
  const threshold = levelIndex(props.level ?? 'info');
  const format = createFormat(props.format ?? 'json', identity, createRedaction(props.redact));
  const sink = openDestination(props.destination ?? 'stderr', identity, props.coalesce);
  const writer = new RecordWriter(format, sink);

  function loggerWith(fields: Fields, thread: string | undefined): Logger {
    const bound = bindFields(format, fields);
    const method = (level: LevelIndex, lowest = threshold): LogMethod => {
      if (level >= lowest) {
        return (message, own) => writer.write(level, message, own, bound, thread);
      }
      return holdDebug > 0 ? (message, own) => writer.hold(level, message, own, bound, thread) : NOOP;
    };
    return {
      debug: method(DEBUG),
      info: method(INFO),
      warning: method(WARNING),
      error: method(ERROR),
      critical: method(CRITICAL),
      always: method(INFO, INFO),
      child: (more, name = thread) => loggerWith(merge(fields, more), name),
      run: ({ thread: name = thread, ...own }, body) =>
        withRun(writer.context(own, name ?? currentRun()?.thread, holdDebug), body),
      raw: (line) => writer.raw(line),
      flush: () => sink.flush(),
      drain: (deadline = 5000) => sink.drain(deadline),
      reopen: () => sink.reopen(),
      close: () => sink.close(),
      dropped: () => writer.dropped(),
      maxBytes: sink.maxRecordBytes,
      identity: { realm, worker, host },
    };
  }
  return loggerWith(merge(props.fields ?? {}), undefined);
}

// --- internal ---

const NOOP = (): void => {};

import { hostname } from 'node:os';
import { workerName } from '../../contract/names';
import { workerSource } from '../../contract/system';
import { createRedaction } from '../redaction/secret-fields';
import { type Destination, openDestination } from '../sink/destination';
import type { Coalescing } from '../sink/line-sink';
import { systemOf } from '../system';
import { bindFields, type Fields, merge } from './fields';
import type { FormatName } from './format';
import { formatOf } from './formats';
import { CRITICAL, DEBUG, ERROR, INFO, type LevelIndex, type LevelName, levelIndex, WARNING } from './level';
import type { Logger, LogMethod } from './logger';
import { RecordWriter } from './record-writer';
import { currentRun, withRun } from './run-context';

export interface LoggerProps {
  readonly realm: string;
  readonly worker: string;
  /** Name of the job system. @default the variable TILTMETER_SYSTEM, else 'lava' */
  readonly system?: string;
  /** Lowest level that is written. @default 'info' */
  readonly level?: LevelName;
  /** @default 'stderr' */
  readonly destination?: Destination;
  /** An OTLP destination has a format of its own. @default 'json' */
  readonly format?: FormatName;
  /** syslog tag of the records. @default <system>-<realm>-<worker> */
  readonly tag?: string;
  /** @default the host's name */
  readonly host?: string;
  /** The `event_source` field. @default '<system>-worker' */
  readonly source?: string;
  /** Fields of every record. @default none */
  readonly fields?: object;
  /** More names of fields whose values are never shown; `false` shows even passwords. @default [] */
  readonly redact?: readonly string[] | false;
  /** Collect small records into one write. @default one write a record */
  readonly coalesce?: Coalescing;
  /** Bytes of records below `level` that each run keeps back and writes if it logs an error. @default 0: none */
  readonly holdDebug?: number;
}

/** @throws Error when a level or format is unknown or the destination cannot be opened. */
export function createLogger(props: LoggerProps): Logger {
  const { realm, worker, host = hostname(), holdDebug = 0 } = props;
  const system = systemOf(props.system);
  const identity = {
    event_source: props.source ?? workerSource(system),
    realm,
    worker,
    host,
    tag: props.tag ?? workerName(realm, worker, system),
    pid: process.pid,
  };
  const threshold = levelIndex(props.level ?? 'info');
  const destination = props.destination ?? 'stderr';
  const redaction = createRedaction(props.redact);
  const doors = [RecordWriter.prototype.write, RecordWriter.prototype.hold];
  const own = typeof destination === 'object' && 'format' in destination ? destination.format : undefined;
  const format = (own ?? formatOf(props.format ?? 'json'))(identity, redaction, doors);
  const sink = openDestination(destination, identity, props.coalesce);
  const writer = new RecordWriter(format, sink);

  function loggerWith(fields: Fields, thread: string | undefined): Logger {
    const bound = bindFields(format, fields);
    const method = (level: LevelIndex, lowest = threshold): LogMethod => {
      if (level >= lowest) {
        return (message, own) => writer.write(level, message, own, bound, thread);
      }
      return holdDebug > 0 ? (message, own) => writer.hold(level, message, own, bound, thread) : NOOP;
    };
    const warning = method(WARNING);
    return {
      debug: method(DEBUG),
      info: method(INFO),
      warning,
      warn: warning,
      error: method(ERROR),
      critical: method(CRITICAL),
      always: method(INFO, INFO),
      child: (more, name = thread) => loggerWith(merge(fields, more as Fields), name),
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
  return loggerWith(merge((props.fields ?? {}) as Fields), undefined);
}

// --- internal ---

const NOOP = (): void => {};

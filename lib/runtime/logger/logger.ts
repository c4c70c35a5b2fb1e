/**
 * Takes any message, and fields: an object, an Error, or whatever was caught; an Error may also stand for the message or
 * for a field. Never throws.
 */
export type LogMethod = <M>(message: M, fields?: FieldsAfter<M>) => void;

/** Anything after a text; after an object nothing, since that is the order of another library. */
export type FieldsAfter<M> = unknown extends M
  ? unknown
  : M extends string | number | bigint | boolean | symbol | null | undefined | Error
    ? unknown
    : { readonly 'the message comes first: logger.info(message, fields)': never } | undefined;

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
  /** The same as `warning`. */
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly critical: LogMethod;
  /** INFO whatever the logger's level: what alarms wait for, e.g. a heartbeat, or what somebody has just asked for. */
  readonly always: LogMethod;
  /** A logger whose records carry these fields too; they are rendered here, once. */
  readonly child: (fields: object, thread?: string) => Logger;
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

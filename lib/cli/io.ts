/** What a verb may touch of the process; tests pass their own. */
export interface Io {
  /** The result. */
  readonly out: (line: string) => void;
  /** Talk: progress, hints, errors. */
  readonly err: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Standard input, for a verb that reads it; absent where there is none. It fails with ABORT_ERR at a signal. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Whether stderr is a terminal, so that progress may be drawn. */
  readonly isTty: boolean;
  /** Whether stdout is a terminal that shows colours, and nobody has asked for none (NO_COLOR). @default no */
  readonly colour?: boolean;
  /** Whether somebody can be asked: stdin is a terminal, too. @default false */
  readonly isInteractive?: boolean;
  /** Aborted by SIGINT, SIGTERM and SIGHUP, and when nobody reads the output; a verb that asks for it stops cleanly then. */
  readonly signal: AbortSignal;
}

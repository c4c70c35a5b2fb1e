/** What a verb may touch of the process; tests pass their own. */
export interface Io {
  /** The result. */
  readonly out: (line: string) => void;
  /** Talk: progress, hints, errors. */
  readonly err: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether stderr is a terminal, so that progress may be drawn. */
  readonly isTty: boolean;
  /** Aborted by SIGINT and SIGTERM; a verb that runs on stops cleanly when it is. */
  readonly signal: AbortSignal;
}

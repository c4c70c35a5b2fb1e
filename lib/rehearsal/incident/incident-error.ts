/** One mistake in an incident file. */
export interface IncidentProblem {
  readonly file: string;
  /** 1-based; absent when the mistake is not in a line. */
  readonly line?: number;
  /** What is wrong, what was given, what is allowed. */
  readonly message: string;
}

/** Every mistake of an incident file; the message has one line a problem. */
export class IncidentError extends Error {
  override readonly name = 'IncidentError';
  /** The user can mend it: shown without a stack. */
  readonly userError = true;

  constructor(readonly problems: readonly IncidentProblem[]) {
    super(problems.map(problemLine).join('\n'));
  }
}

// --- internal ---

function problemLine({ file, line, message }: IncidentProblem): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`;
}

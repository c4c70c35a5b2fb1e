/** One mistake in a realm file. */
export interface RealmProblem {
  readonly file: string;
  /** 1-based; absent when the mistake is not in a file (an unknown realm, a missing directory). */
  readonly line?: number;
  /** What is wrong, what was given, what is allowed. */
  readonly message: string;
}

/** Every mistake of the realm files that were read; the message has one line a problem. */
export class RealmFileError extends Error {
  override readonly name = 'RealmFileError';
  /** The user can mend it: shown without a stack. */
  readonly userError = true;

  constructor(readonly problems: readonly RealmProblem[]) {
    super(problems.map(problemLine).join('\n'));
  }
}

// --- internal ---

function problemLine({ file, line, message }: RealmProblem): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`;
}

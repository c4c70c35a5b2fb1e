/** One mistake in an incident file. */
export interface IncidentProblem {
  readonly file: string;
  /** 1-based; absent when the mistake is not in a line. */
  readonly line?: number;
  /** What is wrong, what was given, what is allowed. */
  readonly message: string;
}

/** Every mistake of an incident file; the message has one line a mistake, with every line of the file that makes it. */
export class IncidentError extends Error {
  override readonly name = 'IncidentError';
  /** The user can mend it: shown without a stack. */
  readonly userError = true;

  constructor(readonly problems: readonly IncidentProblem[]) {
    super(alike(problems).map(problemLine).join('\n'));
  }
}

// --- internal ---

/** Problems of one file in the same words together: a name that is gone stands in many expectations. */
function alike(problems: readonly IncidentProblem[]): IncidentProblem[][] {
  const groups = new Map<string, IncidentProblem[]>();
  for (const problem of problems) {
    const key = `${problem.file}\n${problem.message}`;
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()];
}

function problemLine(group: readonly IncidentProblem[]): string {
  const [{ file, line, message }] = group as [IncidentProblem];
  const lines = new Set(group.slice(1).flatMap((one) => (one.line === undefined ? [] : [one.line])));
  lines.delete(line!);
  const also =
    lines.size === 0 ? '' : ` (also in ${lines.size === 1 ? 'line' : 'lines'} ${[...lines].join(', ')})`;
  return `${line === undefined ? file : `${file}:${line}`}: ${message}${also}`;
}

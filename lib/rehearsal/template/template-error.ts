/** What can be wrong with a template; the codes are stable. */
export type TemplateErrorCode =
  | 'not-a-template'
  | 'too-large'
  | 'too-deep'
  | 'missing-file'
  | 'bad-parameter'
  | 'unresolved'
  | 'cyclic'
  | 'bad-function'
  | 'bad-property'
  | 'duplicate'
  /** CloudWatch would refuse it, so it cannot be played. */
  | 'refused';

export interface TemplateProblem {
  readonly code: TemplateErrorCode;
  /** `stack/LogicalId` where the problem has one, with the path of the property. */
  readonly where: string;
  readonly message: string;
}

/** One or more problems of the templates; the message has a line for each. The user's to mend. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly userError = true;
  readonly problems: readonly TemplateProblem[];
  /** Code of the first problem. */
  readonly code: TemplateErrorCode;

  constructor(problems: readonly TemplateProblem[]) {
    super(problems.map(({ where, message }) => `${where}: ${message}`).join('\n'));
    this.problems = problems;
    this.code = problems[0]?.code ?? 'not-a-template';
  }
}

/** An error of one problem. */
export function templateError(code: TemplateErrorCode, where: string, message: string): TemplateError {
  return new TemplateError([{ code, where, message }]);
}

/** Runs every step, collects the problems of those that fail, and throws them together. */
export function allOrProblems(steps: Iterable<() => void>): void {
  const problems: TemplateProblem[] = [];
  for (const step of steps) {
    try {
      step();
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new TemplateError(dedupe(problems).slice(0, MAX_PROBLEMS));
}

// --- internal ---

/** A template that is wrong as a whole must not print thousands of lines. */
const MAX_PROBLEMS = 50;

function dedupe(problems: readonly TemplateProblem[]): TemplateProblem[] {
  const seen = new Map(problems.map((problem) => [`${problem.where}: ${problem.message}`, problem]));
  return [...seen.values()];
}

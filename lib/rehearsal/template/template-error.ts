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
  /** A number or flag is needed that the template does not say. */
  | 'unknown'
  /** CloudWatch would refuse it, so it cannot be played. */
  | 'refused';

export interface TemplateProblem {
  readonly code: TemplateErrorCode;
  /** `stack/LogicalId` where the problem has one, with the path of the property. */
  readonly where: string;
  readonly message: string;
  /** Of an unknown value: what makes it known, as an imperative. */
  readonly remedy?: string;
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

/** Does a step; what is wrong with it goes to `problems`, and its result is undefined then. */
export function attempt<T>(problems: TemplateProblem[], step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

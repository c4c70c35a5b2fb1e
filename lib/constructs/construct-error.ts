import type { IConstruct } from 'constructs';

/** Props that contradict each other or cannot work, said when the construct is made. */
export class ConstructError extends Error {
  override readonly name = 'ConstructError';
  /** The user can mend it: shown without a stack. */
  readonly userError = true;

  /** `message` says what is wrong, what was given, what is allowed. */
  constructor(scope: IConstruct, message: string) {
    super(`${scope.node.path}: ${message}`);
  }
}

/** Bad usage or bad input: printed as one line without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What `main` goes by: the bundle of a verb has a class of its own. */
  readonly userError = true;
}

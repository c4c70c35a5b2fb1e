/** A worker was started, or a part of this library made, in a way that is the user's to mend. */
export class OptionsError extends Error {
  /** In stack traces, where minifying has taken the class's own. */
  static override readonly name = 'OptionsError';
  override readonly name = 'OptionsError';
  readonly userError = true;
}

/** A worker was started in a way that is the user's to mend. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  readonly userError = true;
}

/** Options or a cluster that are the user's to mend; shown as one line without a stack. */
export class UserEventsError extends Error {
  override readonly name = 'UserEventsError';
  readonly userError = true;
}

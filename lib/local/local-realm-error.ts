/** A mistake that the user can mend; the command line prints it as one line and exits with 2. */
export class LocalRealmError extends Error {
  override readonly name = 'LocalRealmError';
  readonly userError = true;
}

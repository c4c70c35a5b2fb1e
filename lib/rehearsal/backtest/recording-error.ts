/** Something recorded that cannot be read, or a change that cannot be made; the user's to mend. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly userError = true;
}

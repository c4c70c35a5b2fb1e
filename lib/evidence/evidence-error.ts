/** Evidence that cannot be read at all; the user's to mend. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly userError = true;
}

/**
 * Something that CloudWatch accepts but whose behaviour is neither documented nor recorded, or that lies
 * outside this engine. It is reported by name, never guessed.
 */
export class NotModelledError extends Error {
  override readonly name = 'NotModelledError';

  constructor(
    /** What is not modelled, e.g. `SEARCH`. */
    readonly feature: string,
    /** Why, or what to do instead. */
    hint?: string,
  ) {
    super(`${feature} is not modelled${hint ? `; ${hint}` : ''}`);
  }
}

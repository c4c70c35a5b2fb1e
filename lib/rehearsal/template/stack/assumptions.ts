/** A choice among what a template leaves open; it decides which branches of its conditions are taken. */
export interface Assumptions {
  /** Values of parameters; undefined is "some value that the template does not name". */
  readonly parameters: ReadonlyMap<string, string | undefined>;
  /** Values of pseudo-parameters, in conditions only. */
  readonly pseudo: ReadonlyMap<string, string>;
  /** Whether a comparison of unknown values holds, by its JSON; default: it does not. */
  readonly comparisons: ReadonlyMap<string, boolean>;
}

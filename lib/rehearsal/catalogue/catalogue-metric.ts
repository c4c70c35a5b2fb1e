/** What AWS publishes under one name. */
export interface CatalogueMetric {
  readonly name: string;
  /** Undefined: not known. */
  readonly unit: string | undefined;
  /** Every set of dimensions that it is published with, names sorted; undefined: not known. */
  readonly dimensionSets: readonly (readonly string[])[] | undefined;
}

export { CATALOGUE_DATE, type CatalogueNamespace, catalogueOf, checkedNamespaces } from './catalogue';
export type { CatalogueMetric } from './catalogue-metric';
export { nearMetric } from './near-metric';
export { readRows } from './read-rows';

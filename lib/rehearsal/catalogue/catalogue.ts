import { ADDED_METRICS } from './added-metrics';
import type { CatalogueMetric } from './catalogue-metric';
import { readRows } from './read-rows';

/** What is known of the metrics of one namespace. */
export interface CatalogueNamespace {
  /** Checked by hand: a metric or a set of dimensions that is nearly one of it is a mistake. */
  readonly isChecked: boolean;
  readonly metrics: ReadonlyMap<string, CatalogueMetric>;
}

/**
 * The metrics that AWS publishes in a namespace, or undefined for one that nothing is known of. Loaded when it is first
 * asked for: what has no alarm on AWS's metrics does not pay for it.
 */
export function catalogueOf(namespace: string): CatalogueNamespace | undefined {
  if (!OWN.test(namespace)) return undefined;
  return checked().get(namespace) ?? listed().get(namespace);
}

/** Namespaces whose metrics were checked by hand. */
export function checkedNamespaces(): string[] {
  return [...checked().keys()];
}

/** When the rows were checked, or generated: a metric may be newer than they are. */
export const CATALOGUE_DATE = '2026-11-28';

// --- internal ---

/** Applications cannot publish in namespaces that begin with AWS/. */
const OWN = /^(AWS\/|CloudWatchSynthetics$)/;

type Catalogue = ReadonlyMap<string, CatalogueNamespace>;
let checkedOnes: Catalogue | undefined;
let listedOnes: Catalogue | undefined;

function checked(): Catalogue {
  checkedOnes ??= readCatalogue(
    (require('./checked-metrics') as typeof import('./checked-metrics')).CHECKED_METRICS,
    true,
  );
  return checkedOnes;
}

function listed(): Catalogue {
  if (!listedOnes) {
    const { SERVICE_DATA } = require('./service-data') as typeof import('./service-data');
    listedOnes = readCatalogue(`${SERVICE_DATA}${ADDED_METRICS}`, false);
  }
  return listedOnes;
}

function readCatalogue(rows: string, isChecked: boolean): Catalogue {
  return new Map([...readRows(rows)].map(([namespace, metrics]) => [namespace, { isChecked, metrics }]));
}

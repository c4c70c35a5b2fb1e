import type { CatalogueMetric } from './catalogue-metric';

/**
 * Rows of `namespace | unit | set; set | name, name`, a set being names of dimensions with `+` between them, `-` for
 * none; `?` is not known. A line that begins with # is its source. A metric may be in several rows: it has all of
 * their sets, and a unit only where they agree.
 */
export function readRows(text: string): Map<string, Map<string, CatalogueMetric>> {
  const namespaces = new Map<string, Map<string, CatalogueMetric>>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [namespace = '', unit, sets, names = ''] = line.split(' | ');
    const metrics = namespaces.get(namespace) ?? new Map<string, CatalogueMetric>();
    namespaces.set(namespace, metrics);
    const dimensionSets = sets === '?' ? undefined : sets!.split('; ').map(setOf);
    for (const name of names.split(', ')) {
      const known = metrics.get(name);
      metrics.set(name, joined({ name, unit: unit === '?' ? undefined : unit, dimensionSets }, known));
    }
  }
  return namespaces;
}

// --- internal ---

const setOf = (text: string): string[] => (text === '-' ? [] : text.split('+').sort());

function joined(one: CatalogueMetric, other: CatalogueMetric | undefined): CatalogueMetric {
  if (!other) return one;
  return {
    name: one.name,
    unit: one.unit === other.unit ? one.unit : undefined,
    dimensionSets: one.dimensionSets && other.dimensionSets && [...other.dimensionSets, ...one.dimensionSets],
  };
}

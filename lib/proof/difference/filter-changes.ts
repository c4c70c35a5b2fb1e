import type { MetricFilter } from '../../engine/model';
import type { TemplateModel } from '../../rehearsal';

/** A metric filter that differs: gone without `after`, new without `before`. */
export interface FilterChange {
  readonly before?: MetricFilter;
  readonly after?: MetricFilter;
}

/**
 * The metric filters that one of two templates does not have as they are in the other. A filter is known again by what
 * it counts into which metric; its own name means nothing to anybody on call.
 */
export function filterChanges(before: TemplateModel, after: TemplateModel): FilterChange[] {
  const old = new Set(before.metricFilters);
  const changes: FilterChange[] = [];
  const open = new Set(after.metricFilters);
  for (const isSame of PASSES) {
    for (const now of open) {
      const known = [...old].find((one) => isSame(one, now));
      if (!known) continue;
      old.delete(known);
      open.delete(now);
      if (!isEqual(known, now)) changes.push({ before: known, after: now });
    }
  }
  return [
    ...changes,
    ...[...open].map((now) => ({ after: now })),
    ...[...old].map((one) => ({ before: one })),
  ];
}

// --- internal ---

const metricOf = ({ metricNamespace, metricName }: MetricFilter) => `${metricNamespace} ${metricName}`;

const isEqual = ({ filterName: _, ...a }: MetricFilter, { filterName: __, ...b }: MetricFilter): boolean =>
  canonical(a) === canonical(b);

const canonical = (value: object): string =>
  JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === 'object' ? Object.fromEntries(Object.entries(inner).sort()) : inner,
  );

/** From the surest sign that two are one filter to the weakest. */
const PASSES: readonly ((a: MetricFilter, b: MetricFilter) => boolean)[] = [
  isEqual,
  (a, b) => a.filterName === b.filterName && metricOf(a) === metricOf(b),
  (a, b) => metricOf(a) === metricOf(b) && a.logGroupName === b.logGroupName,
  (a, b) => a.filterPattern === b.filterPattern && a.logGroupName === b.logGroupName,
];

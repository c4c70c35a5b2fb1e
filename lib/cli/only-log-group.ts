import type { TemplateModel } from '../rehearsal';

/** The group of the metric filters, if it is the only one: events that do not say theirs belong to it. */
export function onlyLogGroup({ metricFilters }: TemplateModel): string | undefined {
  const groups = new Set(metricFilters.map(({ logGroupName }) => logGroupName));
  return groups.size === 1 ? [...groups][0] : undefined;
}

import type { Findings } from './resources';

/** Plays the filters whose group has such a transformer, and leaves the others out. */
export function settleTransformed(found: Findings): void {
  for (const { filter, ...resource } of found.transformedFilters ?? []) {
    if (found.otlpGroups?.includes(filter.logGroupName)) {
      found.metricFilters = [...(found.metricFilters ?? []), filter];
    } else {
      const reason = 'ApplyOnTransformedLogs of a metric filter is not modelled';
      found.unsupported = [...(found.unsupported ?? []), { ...resource, reason }];
    }
  }
}

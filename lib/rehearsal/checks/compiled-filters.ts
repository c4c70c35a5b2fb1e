import { compileFilterPattern, type FilterPattern } from '../../engine';
import type { MetricFilter } from '../../engine/model';
import type { TemplateModel } from '../template';

/** The metric filters whose patterns compile; the others are the finding of filter-pattern-invalid. */
export function compiledFilters({ metricFilters }: TemplateModel): {
  filter: MetricFilter;
  pattern: FilterPattern;
}[] {
  return metricFilters.flatMap((filter) => {
    try {
      return [{ filter, pattern: compileFilterPattern(filter.filterPattern) }];
    } catch {
      return [];
    }
  });
}

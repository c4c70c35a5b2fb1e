import { compileFilterPattern } from '../../engine';
import { type Check, FILTER, SUBSCRIPTION_FILTER } from './check';

export const filterPatternInvalid: Check = {
  code: 'filter-pattern-invalid',
  severity: 'error',
  rule: 'a filter pattern is one that CloudWatch Logs takes',
  consequence: 'CloudFormation refuses the filter',
  find: ({ metricFilters, subscriptionFilters }) => [
    ...problems(FILTER, metricFilters),
    ...problems(SUBSCRIPTION_FILTER, subscriptionFilters),
  ],
};

// --- internal ---

function problems(type: string, filters: readonly { filterName: string; filterPattern: string }[]) {
  return filters.flatMap(({ filterName, filterPattern }) => {
    try {
      compileFilterPattern(filterPattern);
      return [];
    } catch (error) {
      return [{ type, name: filterName, message: (error as Error).message }];
    }
  });
}

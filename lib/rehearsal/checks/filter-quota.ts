import { type Check, LOG_GROUP, type Remark } from './check';
import { compiledFilters } from './compiled-filters';

export const filterQuota: Check = {
  code: 'filter-quota',
  severity: 'error',
  rule: 'a log group has at most 100 metric filters, and at most 5 with a regex',
  consequence: 'CloudFormation refuses the filters beyond the limit',
  find: (model) => {
    const groups = groupBy(compiledFilters(model), ({ filter }) => filter.logGroupName);
    return [...groups].flatMap(([name, filters]) => {
      const withRegex = filters.filter(({ pattern }) => pattern.regexCount > 0).length;
      const remarks: Remark[] = [];
      if (filters.length > FILTERS) {
        remarks.push({
          type: LOG_GROUP,
          name,
          message: `got ${filters.length} metric filters, allowed: ${FILTERS}`,
        });
      }
      if (withRegex > WITH_REGEX) {
        const message = `got ${withRegex} metric filters with a regex, allowed: ${WITH_REGEX}`;
        remarks.push({ type: LOG_GROUP, name, message });
      }
      return remarks;
    });
  },
};

// --- internal ---

/** Source: PutMetricFilter. */
const FILTERS = 100;
const WITH_REGEX = 5;

/** Map.groupBy is not in Node 20. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

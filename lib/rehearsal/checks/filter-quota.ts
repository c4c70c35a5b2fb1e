import { compileFilterPattern } from '../../engine';
import type { TemplateModel } from '../template';
import { type Check, LOG_GROUP } from './check';

export const filterQuota: Check = {
  code: 'filter-quota',
  severity: 'error',
  rule: 'a log group has at most 100 metric filters, 2 subscription filters, and 5 filters with a regex',
  consequence: 'CloudFormation refuses the filters beyond the limit',
  find: (model) =>
    [...filtersByGroup(model)].flatMap(([name, filters]) =>
      QUOTAS.flatMap(([what, limit, counts]) => {
        const count = filters.filter(counts).length;
        if (count <= limit) return [];
        return [{ type: LOG_GROUP, name, message: `got ${count} ${what}, allowed: ${limit}` }];
      }),
    ),
};

// --- internal ---

interface Filter {
  readonly kind: 'metric' | 'subscription';
  readonly filterPattern: string;
}

/** Source: PutMetricFilter, PutSubscriptionFilter; a regex counts in a filter of either kind. */
const QUOTAS: readonly (readonly [what: string, limit: number, counts: (filter: Filter) => boolean])[] = [
  ['metric filters', 100, ({ kind }) => kind === 'metric'],
  ['subscription filters', 2, ({ kind }) => kind === 'subscription'],
  ['filters with a regex', 5, ({ filterPattern }) => hasRegex(filterPattern)],
];

function filtersByGroup({ metricFilters, subscriptionFilters }: TemplateModel): Map<string, Filter[]> {
  const groups = new Map<string, Filter[]>();
  const add = (kind: Filter['kind'], filters: typeof metricFilters | typeof subscriptionFilters): void => {
    for (const { logGroupName, filterPattern } of filters) {
      groups.set(logGroupName, [...(groups.get(logGroupName) ?? []), { kind, filterPattern }]);
    }
  };
  add('metric', metricFilters);
  add('subscription', subscriptionFilters);
  return groups;
}

/** A pattern that does not compile is the finding of filter-pattern-invalid. */
function hasRegex(filterPattern: string): boolean {
  try {
    return compileFilterPattern(filterPattern).regexCount > 0;
  } catch {
    return false;
  }
}

import type { MetricFilter } from '../../engine/model';
import { type Check, FILTER } from './check';

export const filterLimits: Check = {
  code: 'filter-limits',
  severity: 'error',
  rule: 'a metric filter keeps the limits of names, values and dimensions',
  consequence: 'CloudFormation refuses the filter',
  find: ({ metricFilters }) =>
    metricFilters.flatMap((filter) =>
      RULES.flatMap((rule) => {
        const message = rule(filter);
        return message === undefined ? [] : [{ type: FILTER, name: filter.filterName, message }];
      }),
    ),
};

// --- internal ---

type Rule = (filter: MetricFilter) => string | undefined;

/** Source: PutMetricFilter, MetricTransformation. */
const RULES: readonly Rule[] = [
  length('filterName', 512),
  length('metricName', 255),
  length('metricNamespace', 255),
  length('metricValue', 100),
  characters('metricName'),
  characters('metricNamespace'),
  ({ metricValue }) =>
    /^(\$|[-+]?(\d|\.\d))/.test(metricValue) && !metricValue.includes('*')
      ? undefined
      : `metricValue: got '${metricValue}', allowed: a number, $.field or $name`,
  ({ dimensions = {} }) => {
    const count = Object.keys(dimensions).length;
    return count <= 3 ? undefined : `dimensions: got ${count}, allowed: 3`;
  },
  ({ dimensions = {} }) => {
    const wrong = Object.values(dimensions).find((value) => !value.startsWith('$') || value.includes('*'));
    return wrong === undefined
      ? undefined
      : `dimensions: got '${wrong}', allowed: a selector such as $.field`;
  },
];

function length(
  member: 'filterName' | 'metricName' | 'metricNamespace' | 'metricValue',
  limit: number,
): Rule {
  return (filter) =>
    filter[member].length <= limit
      ? undefined
      : `${member}: got ${filter[member].length} characters, allowed: ${limit}`;
}

function characters(member: 'metricName' | 'metricNamespace'): Rule {
  return (filter) =>
    /[:*$]/.test(filter[member])
      ? `${member}: got '${filter[member]}', allowed: no colon, asterisk or dollar sign`
      : undefined;
}

import { type MetricFilterProblemCode, metricFilterProblems } from '../../engine';
import { type Check, FILTER } from './check';

export const filterLimits: Check = {
  code: 'filter-limits',
  severity: 'error',
  rule: 'a metric filter keeps the rules of names, values, units and dimensions',
  consequence: 'CloudFormation refuses the filter',
  find: ({ metricFilters }) =>
    metricFilters.flatMap((filter) =>
      metricFilterProblems(filter)
        .filter(({ code }) => !ELSEWHERE.includes(code))
        .map(({ message }) => ({ type: FILTER, name: filter.filterName, message })),
    ),
};

// --- internal ---

/** The findings of filter-pattern-invalid, filter-default-with-dimensions and filter-dimensions-on-text. */
const ELSEWHERE: readonly MetricFilterProblemCode[] = [
  'pattern-invalid',
  'default-with-dimensions',
  'dimensions-need-fields',
];

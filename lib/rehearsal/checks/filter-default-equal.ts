import { type Check, FILTER } from './check';

export const filterDefaultEqual: Check = {
  code: 'filter-default-equal',
  severity: 'error',
  rule: "a metric filter's default is not the value that it publishes for a match",
  consequence: 'the metric is the same whether lines match or not',
  find: ({ metricFilters }) =>
    metricFilters
      .filter(
        ({ metricValue, defaultValue }) => defaultValue !== undefined && Number(metricValue) === defaultValue,
      )
      .map(({ filterName, metricName, metricValue }) => ({
        type: FILTER,
        name: filterName,
        message: `${metricName} is ${metricValue} for a match, and by default`,
      })),
};

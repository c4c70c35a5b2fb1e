import { type Check, FILTER } from './check';

export const filterDefaultWithDimensions: Check = {
  code: 'filter-default-with-dimensions',
  severity: 'error',
  rule: 'a metric filter has a default value or dimensions, not both',
  consequence: 'CloudFormation refuses the filter',
  find: ({ metricFilters }) =>
    metricFilters
      .filter(({ defaultValue, dimensions }) => defaultValue !== undefined && dimensions !== undefined)
      .map(({ filterName, defaultValue, dimensions }) => ({
        type: FILTER,
        name: filterName,
        message: `got default value ${defaultValue} with dimensions ${Object.keys(dimensions!).join(', ')}, allowed: one of the two`,
      })),
};

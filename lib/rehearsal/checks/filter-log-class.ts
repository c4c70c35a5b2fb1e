import { type Check, FILTER } from './check';

export const filterLogClass: Check = {
  code: 'filter-log-class',
  severity: 'error',
  rule: 'metric filters read log groups of the Standard class',
  consequence: 'CloudFormation refuses the filter',
  find: ({ metricFilters, logGroups }) =>
    metricFilters.flatMap(({ filterName, logGroupName }) => {
      const group = logGroups.find((one) => one.logGroupName === logGroupName);
      const logClass = group?.logGroupClass ?? 'STANDARD';
      if (logClass === 'STANDARD') return [];
      const message = `reads ${logGroupName} of class ${logClass}, allowed: STANDARD`;
      return [{ type: FILTER, name: filterName, message }];
    }),
};

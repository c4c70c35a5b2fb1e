import { type Check, FILTER } from './check';
import { compiledFilters } from './compiled-filters';

export const filterDimensionsOnText: Check = {
  code: 'filter-dimensions-on-text',
  severity: 'error',
  rule: 'a metric filter with dimensions has a JSON or space-delimited pattern',
  consequence: 'CloudFormation refuses the filter',
  find: (model) =>
    compiledFilters(model)
      .filter(({ filter, pattern }) => filter.dimensions && !FIELDED.includes(pattern.kind))
      .map(({ filter }) => ({
        type: FILTER,
        name: filter.filterName,
        message: `dimensions need fields, got the text pattern '${filter.filterPattern}', allowed: { … } or [ … ]`,
      })),
};

// --- internal ---

const FIELDED = ['json', 'space'];

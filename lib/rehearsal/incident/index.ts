export * from './incident';
export * from './incident-error';
export { parseIncident, readIncident } from './read-incident';
export { parseSeries, type Series, SeriesError } from './series-notation';

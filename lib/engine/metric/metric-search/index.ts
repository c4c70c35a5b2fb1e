export { MetricSearchError } from './metric-search-error';
export { type MetricSearch, parseSearch } from './parse-search';

export * from './field-reader';
export * from './filter-pattern';
export * from './filter-pattern-error';
export { type JsonDocument, type ParseJson, parseOnce } from './json-document';

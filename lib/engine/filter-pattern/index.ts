export * from './field-reader';
export * from './filter-pattern';
export * from './filter-pattern-error';

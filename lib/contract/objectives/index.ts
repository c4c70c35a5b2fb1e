export * from './burn-tiers';
export * from './burn-windows';
export * from './error-budget';
export * from './objective-terms';
export * from './promise-words';
export * from './run-counts';
export * from './stale-minutes';
export * from './target-limits';

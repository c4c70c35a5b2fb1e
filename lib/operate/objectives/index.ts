export * from './budget-report';
export * from './fetch-budgets';
export * from './objective-terms';
export * from './spent-budget';

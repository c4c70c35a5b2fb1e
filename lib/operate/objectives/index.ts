export * from './budget-report';
export * from './fetch-budgets';
export * from './spent-budget';
export * from './stale-stretches';

export {
  BURN_WINDOWS,
  type Counted,
  type ObjectiveTerms,
  type Spend,
  type SpentBudget,
  spentBudget,
} from '../../contract';
export * from './budget-report';
export * from './fetch-budgets';
export * from './stale-stretches';

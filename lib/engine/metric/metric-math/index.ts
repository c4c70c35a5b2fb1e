export type { Scope } from './compile';
export { compileExpression, type EvaluationContext, type Expression, evaluateExpression } from './expression';
export { parseExpression } from './expression-parser';
export {
  compileGraphExpression,
  type GraphExpression,
  type GraphScope,
  type GraphSlots,
  type SearchCall,
} from './graph-expression';
export * from './metric-math-error';
export * from './metric-query-error';
export { neverMissing } from './never-missing';
export { type AlarmMath, compileQueries, evaluateQueries, type MetricInput } from './queries';
export type { SyntaxNode } from './syntax-node';
export type { Series } from './term';

export type { Check, CheckFacts, Finding, Severity } from './check';
export { CHECKS, runChecks } from './run-checks';

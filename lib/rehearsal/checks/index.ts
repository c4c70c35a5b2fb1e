export type { Check, CheckFacts, Finding, Severity } from './check';
export { judgeBranches } from './judge-branches';
export { CHECKS, runChecks } from './run-checks';

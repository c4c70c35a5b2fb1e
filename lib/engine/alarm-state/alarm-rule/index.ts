export * from './alarm-name';
export * from './alarm-rule';
export * from './alarm-rule-error';
export type { Precedence } from './precedence';
export * from './rule-cycles';
export type { RuleNode } from './rule-node';
export { parseRuleText } from './rule-parser';
export * from './suppression';

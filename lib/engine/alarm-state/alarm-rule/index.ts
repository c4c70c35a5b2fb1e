export * from './alarm-name';
export * from './alarm-rule';
export * from './alarm-rule-error';
export type { Precedence } from './precedence';
export * from './rule-cycles';
export * from './suppression';

export * from './draft';
export * from './drafted';
export type { IncidentHead } from './incident-text';

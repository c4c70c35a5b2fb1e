export * from './draft';
export type { IncidentHead } from './incident-text';

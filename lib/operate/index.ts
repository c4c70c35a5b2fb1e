export * from './aws-ports';
export * from './dead-letters';
export * from './fleet-status';
export * from './operate-error';
export * from './realm-ports';
export * from './record-search';
export * from './state-dump';

export * from './estimate-cost';
export * from './load';
export * from './prices';

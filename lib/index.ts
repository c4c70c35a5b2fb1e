export * from './constructs';
export * from './contract';

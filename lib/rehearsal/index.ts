export * from './incident';
export * from './template';

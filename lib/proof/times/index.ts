export * from './detection';
export * from './template-times';
export * from './times-report';

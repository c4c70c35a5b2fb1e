export * from './detection';
export * from './over-limit';
export * from './template-times';
export * from './times-report';

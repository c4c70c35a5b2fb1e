export * from './build-app';
export * from './load-realms';
export * from './realm-config';
export * from './realm-file-error';
export * from './realm-stack';

export * from './alarm-change';
export * from './model';
export * from './notices';
export * from './outcome';
export * from './signal';
export * from './state-change-event';
export * from './state-reason-data';

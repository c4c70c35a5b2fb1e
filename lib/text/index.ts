export * from './assign-path';
export * from './closest';
export * from './count';
export * from './cron';
export * from './duration';
export * from './glob';
export * from './look-up';
export type { Pace } from './pace';
export * from './without-password';

export * from './assign-path';
export * from './closest';
export * from './count';
export * from './cron';
export * from './duration';
export type { Pace } from './pace';

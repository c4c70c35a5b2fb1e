export * from './closest';
export * from './count';
export * from './duration';

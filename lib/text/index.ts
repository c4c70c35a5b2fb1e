export * from './closest';
export * from './duration';

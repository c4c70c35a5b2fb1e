/** What only a record needs that holds what looks like a secret, or a live object. */
export const lazy = {
  secretText: () => require('./secret-text') as typeof import('./secret-text'),
  shortForm: () => require('./short-form') as typeof import('./short-form'),
};

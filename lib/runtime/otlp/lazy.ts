/** What only some targets need, loaded when they are asked for. */
export const lazy = {
  awsLimits: () => require('./aws-limits') as typeof import('./aws-limits'),
  awsSigner: () => require('./aws-signer') as typeof import('./aws-signer'),
};

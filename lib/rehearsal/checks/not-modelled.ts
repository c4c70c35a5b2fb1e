import type { Check } from './check';

export const notModelled: Check = {
  code: 'not-modelled',
  severity: 'warning',
  rule: 'every alarm and filter is of a kind that can be rehearsed',
  consequence: 'rehearsals leave it out, so nothing proves that it works',
  find: ({ unsupported, resources }) =>
    unsupported.map(({ logicalId, type, reason }) => ({
      type,
      name: resources.find((one) => one.logicalId === logicalId && one.type === type)?.name ?? logicalId,
      message: reason,
    })),
};

import type { TemplateModel, Unsupported } from '../template';
import type { Check, Remark } from './check';

export const notModelled: Check = {
  code: 'not-modelled',
  severity: 'warning',
  rule: 'every alarm and filter is of a kind that can be rehearsed',
  consequence: 'rehearsals leave it out, so nothing proves that it works',
  find: (model) => leftOutFor(undefined, model),
};

/** Remarks on what is left out of rehearsals for a cause. */
export function leftOutFor(cause: Unsupported['cause'], { unsupported, resources }: TemplateModel): Remark[] {
  return unsupported
    .filter((one) => one.cause === cause)
    .map(({ logicalId, type, reason }) => ({
      type,
      name: resources.find((one) => one.logicalId === logicalId && one.type === type)?.name ?? logicalId,
      message: reason,
    }));
}

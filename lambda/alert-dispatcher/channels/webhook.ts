import { type ChannelKind, jsonPost } from './channel-kind';

/** Any HTTP endpoint: the alert itself, as the contract has it. */
export const webhook: ChannelKind = {
  post: (alert, { url }) => jsonPost(url, alert, { 'idempotency-key': alert.id }),
};

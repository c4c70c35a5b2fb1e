import { ALERT_DISPATCHER_ENV, type AlertChannels, type DispatchedChannelKind } from '../../contract';
import type { LambdaFunction } from '../../rehearsal/template/template-model';

/** A channel that a function of the template posts to; in the local realm it ends in the inbox. */
export interface LocalChannel {
  readonly kind: DispatchedChannelKind;
  /** Where the function finds the channel's address, e.g. `ssm:/lava/dev/slack`. */
  readonly target: string;
  /** Path of the channel in the inbox. */
  readonly path: string;
}

/** The secret of a channel: an address, and a key for the kinds that need one. */
export const channelSecret = (url: string): string => JSON.stringify({ url, key: 'local-realm' });

/** The channels of every function that has some in its environment, each target once. */
export function channelsOf(functions: readonly Pick<LambdaFunction, 'environment'>[]): LocalChannel[] {
  const channels = functions.flatMap(({ environment }) => {
    const { [ALERT_DISPATCHER_ENV.channels]: json, [ALERT_DISPATCHER_ENV.deadMan]: deadMan } = environment;
    const told = json === undefined ? [] : Object.values(JSON.parse(json) as AlertChannels).flat();
    return deadMan === undefined ? told : [...told, { kind: 'webhook' as const, target: deadMan }];
  });
  const byTarget = new Map(channels.map((channel) => [channel.target, channel]));
  return [...byTarget.values()].map(({ kind, target }, place) => ({
    kind,
    target,
    path: `/${kind}/${place}`,
  }));
}

import type { DispatchedChannelKind } from '../../../lib/contract';
import { amazonq } from './amazonq';
import type { ChannelKind } from './channel-kind';
import { opsgenie } from './opsgenie';
import { pagerduty } from './pagerduty';
import { slack } from './slack';
import { teams } from './teams';
import { webhook } from './webhook';

export const CHANNEL_KINDS: Readonly<Record<DispatchedChannelKind, ChannelKind>> = {
  slack,
  teams,
  pagerduty,
  opsgenie,
  amazonq,
  webhook,
};

import { compileMuteRule } from '../../../engine';
import type { AlarmMuteRule } from '../../../engine/model';
import type { Unsupported } from '../template-model';
import { notModelledReason } from './not-modelled';
import type { Resource } from './resource';

/** AWS::CloudWatch::AlarmMuteRule. */
export function readMuteRule(resource: Resource): {
  muteRules: AlarmMuteRule[];
  unsupported: Unsupported[];
} {
  const { properties } = resource;
  const schedule = properties.object('Rule')?.object('Schedule');
  if (!schedule) throw properties.wrong('Rule', undefined, 'a rule with a Schedule');
  const alarmNames = properties.object('MuteTargets')?.texts('AlarmNames') ?? [];
  const durationSeconds = isoSeconds(schedule.knownText('Duration'));
  if (durationSeconds === undefined) {
    throw schedule.wrong('Duration', schedule.text('Duration'), 'an ISO-8601 duration such as PT2H or P1D');
  }
  const muteRule: AlarmMuteRule = {
    name: resource.name,
    alarmNames,
    expression: schedule.knownText('Expression'),
    timezone: schedule.optionalKnownText('Timezone') ?? 'UTC',
    durationSeconds,
    startDate: properties.optionalKnownText('StartDate'),
    expireDate: properties.optionalKnownText('ExpireDate'),
  };
  const gap = notModelledReason(() => compileMuteRule(muteRule));
  if (gap === undefined) return { muteRules: [muteRule], unsupported: [] };
  const { logicalId, type } = resource;
  return { muteRules: [], unsupported: [{ logicalId, type, reason: gap }] };
}

// --- internal ---

/** Seconds of `P1DT2H30M`. */
function isoSeconds(text: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return days! * 86_400 + hours! * 3_600 + minutes! * 60 + seconds!;
}

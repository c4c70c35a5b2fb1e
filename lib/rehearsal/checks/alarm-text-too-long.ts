import { hasUnknown } from '../template';
import type { Check } from './check';
import { everyAlarm, onAlarm } from './every-alarm';

export const alarmTextTooLong: Check = {
  code: 'alarm-text-too-long',
  severity: 'error',
  rule: "an alarm's name has at most 255 characters and its description at most 1,024",
  consequence: 'CloudFormation refuses the alarm',
  find: (model) =>
    everyAlarm(model).flatMap(({ type, alarm }) =>
      LIMITS.filter(
        ({ member, limit }) => (alarm[member] ?? '').length > limit && !hasUnknown(alarm[member]!),
      ).map(({ member, limit }) =>
        onAlarm(type, alarm, `${member}: got ${alarm[member]!.length} characters, allowed: ${limit}`),
      ),
    ),
};

// --- internal ---

/** Source: PutMetricAlarm, PutCompositeAlarm. */
const LIMITS = [
  { member: 'alarmName', limit: 255 },
  { member: 'alarmDescription', limit: 1024 },
] as const;

import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import { hasUnknown, mayBeEqual } from '../template';

/**
 * Whether an event pattern may take the event that EventBridge gets when an alarm goes into ALARM. A condition that is
 * not understood may hold.
 *
 * Source: EventBridge user guide, "Alarm events and EventBridge" and "Comparison operators".
 */
export function matchesAlarmEvent(
  pattern: unknown,
  { alarmName, alarmArn }: MetricAlarm | CompositeAlarm,
): boolean {
  if (typeof pattern !== 'object' || pattern === null) return false;
  const { source, 'detail-type': type, resources, detail } = pattern as Fields;
  // A pattern without a source takes events of all kinds: nobody means alarms by it.
  if (source === undefined && type === undefined) return false;
  if (!holds(source, 'aws.cloudwatch') || !holds(type, 'CloudWatch Alarm State Change')) return false;
  const { alarmName: name, state } = (detail ?? {}) as Fields;
  const { value } = (state ?? {}) as Fields;
  return holds(resources, alarmArn) && holds(name, alarmName) && holds(value, 'ALARM');
}

// --- internal ---

type Fields = Readonly<Record<string, unknown>>;

function holds(conditions: unknown, value: string): boolean {
  if (conditions === undefined || !Array.isArray(conditions)) return true;
  return conditions.some((condition) => conditionHolds(condition, value));
}

function conditionHolds(condition: unknown, value: string): boolean {
  if (typeof condition === 'string') return mayBeEqual(condition, value);
  if (typeof condition !== 'object' || condition === null) return false;
  const [[operator, given] = []] = Object.entries(condition);
  if (typeof given !== 'string' || hasUnknown(given)) {
    return operator === 'anything-but' && Array.isArray(given)
      ? !given.includes(value)
      : operator !== 'exists' || given === true;
  }
  switch (operator) {
    case 'prefix':
      return value.startsWith(given);
    case 'suffix':
      return value.endsWith(given);
    case 'anything-but':
      return value !== given;
    case 'equals-ignore-case':
      return value.toLowerCase() === given.toLowerCase();
    case 'wildcard':
      return new RegExp(`^${given.split('*').map(literal).join('.*')}$`).test(value);
    default:
      return true;
  }
}

const literal = (part: string): string => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

import { attempt } from '../template-error';
import type { AlarmReader } from '../template-model';
import type { Resource } from './resource';

/**
 * A resource that does something when an alarm goes into ALARM, and the texts in which it names alarms: a deployment
 * that rolls back, an experiment that stops, a health check, a stack that is nested.
 *
 * @param property the property that holds the names or ARNs, at whatever depth
 */
export function alarmReader(property: string) {
  return ({ id, properties }: Resource): { alarmReaders: AlarmReader[] } => ({
    alarmReaders: [
      {
        id,
        alarms: textsIn(
          attempt([], () => properties.any(property)),
          0,
        ),
      },
    ],
  });
}

// --- internal ---

const MAX_DEPTH = 20;

function textsIn(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one) => textsIn(one, depth + 1));
}

import { withoutBlind } from './blind-composites';
import { hasUnknown } from './intrinsics/unknown';
import type { Findings } from './resources';
import type { TemplateResource, Unsupported } from './template-model';

/** A composite of an alarm that is left out cannot be played either, which is said and not an error. */
export function leaveOutBlind(found: Findings, resources: readonly TemplateResource[]): void {
  const { alarms = [], compositeAlarms = [], unsupported = [] } = found;
  const played = new Set([...alarms, ...compositeAlarms].map(({ alarmName }) => alarmName));
  const isUnsupported = new Set(unsupported.map(({ type, logicalId }) => `${type} ${logicalId}`));
  const unmodelled = resources.flatMap(({ type, logicalId, name }) =>
    name && !played.has(name) && isUnsupported.has(`${type} ${logicalId}`) ? [name] : [],
  );
  const known = new Set(unmodelled);
  const { sighted, blind } = withoutBlind(compositeAlarms, unmodelled, (name) => played.has(name));
  if (blind.length === 0) return;
  found.compositeAlarms = sighted;
  found.blindComposites = blind.map(({ alarm }) => alarm);
  found.unsupported = [
    ...unsupported,
    ...blind.flatMap(({ alarm, reads }) =>
      resources
        .filter(({ type, name }) => type === COMPOSITE && name === alarm.alarmName)
        .map(({ type, logicalId }) => ({
          logicalId,
          type,
          ...reasonOf(reads, hasUnknown(reads) && !known.has(reads)),
        })),
    ),
  ];
}

// --- internal ---

const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

function reasonOf(reads: string, isNameless: boolean): Pick<Unsupported, 'reason' | 'cause'> {
  return isNameless
    ? { reason: `it reads '${reads}', whose name is not known`, cause: 'unknown' }
    : { reason: `it reads '${reads}', which is not modelled` };
}

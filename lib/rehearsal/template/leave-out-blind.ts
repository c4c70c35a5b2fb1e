import { withoutBlind } from './blind-composites';
import type { Findings } from './resources';
import type { TemplateResource } from './template-model';

/** A composite of an alarm that is left out cannot be played either, which is said and not an error. */
export function leaveOutBlind(found: Findings, resources: readonly TemplateResource[]): void {
  const { alarms = [], compositeAlarms = [], unsupported = [] } = found;
  const played = new Set([...alarms, ...compositeAlarms].map(({ alarmName }) => alarmName));
  const isUnsupported = new Set(unsupported.map(({ type, logicalId }) => `${type} ${logicalId}`));
  const unmodelled = resources.flatMap(({ type, logicalId, name }) =>
    name && !played.has(name) && isUnsupported.has(`${type} ${logicalId}`) ? [name] : [],
  );
  const { sighted, blind } = withoutBlind(compositeAlarms, unmodelled);
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
          reason: `it reads '${reads}', which is not modelled`,
        })),
    ),
  ];
}

// --- internal ---

const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

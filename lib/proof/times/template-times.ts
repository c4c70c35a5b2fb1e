import { alarmReach, type CompositeAlarm } from '../../engine';
import type { TemplateModel } from '../../rehearsal';
import { boundedAlarms } from '../../rehearsal/checks/bounded-alarms';
import { parsedRules } from '../../rehearsal/checks/parsed-rules';
import { compositeTimes } from './composite-times';
import type { AlarmTimes } from './detection';
import { createFaultMemory } from './fault-memory';
import { metricAlarmTimes } from './metric-alarm-times';

/**
 * When each alarm of a template detects each kind of fault, in the order of the template; those that cannot be played
 * come last, with the reason.
 *
 * @param isWanted leaves alarms out by name
 */
export function templateTimes(
  model: TemplateModel,
  isWanted: (alarmName: string) => boolean = () => true,
): AlarmTimes[] {
  const memory = createFaultMemory();
  const metricAlarms = new Map(model.alarms.map((alarm) => [alarm.alarmName, alarm]));
  const composites = new Map(model.compositeAlarms.map((alarm) => [alarm.alarmName, alarm]));
  const known = new Map<string, AlarmTimes>();

  function timesOf(name: string): AlarmTimes {
    const before = known.get(name);
    if (before) return before;
    const alarm = metricAlarms.get(name);
    const times = alarm ? metricAlarmTimes(alarm, model, memory) : ofComposite(composites.get(name)!);
    known.set(name, times);
    return times;
  }

  function ofComposite(composite: CompositeAlarm): AlarmTimes {
    const { alarmName } = composite;
    known.set(alarmName, { alarm: alarmName, faults: [], reason: 'its rule depends on itself' });
    for (const name of alarmReach(alarmName, model)) {
      if (metricAlarms.has(name) || composites.has(name)) timesOf(name);
    }
    return compositeTimes(composite, model, known);
  }

  const names = [...metricAlarms.keys(), ...composites.keys()].filter(isWanted);
  const impossible = neverAlarming(model);
  const told = (times: AlarmTimes) => (impossible.has(times.alarm) ? neverDetected(times) : times);
  return [
    ...names.map((name) => told(timesOf(name))),
    ...unplayable(model).filter(({ alarm }) => isWanted(alarm)),
  ];
}

// --- internal ---

/** Alarms that no data take into ALARM, as `check` finds them: that is known, unlike the times of what cannot be played. */
function neverAlarming(model: TemplateModel): Set<string> {
  const metricAlarms = boundedAlarms(model).flatMap(({ canBreach, alarm }) =>
    canBreach || alarm.treatMissingData === 'breaching' ? [] : [alarm.alarmName],
  );
  const composites = parsedRules(model).flatMap(({ alarm, rule }) =>
    rule.canEver('ALARM') === false ? [alarm.alarmName] : [],
  );
  return new Set([...metricAlarms, ...composites]);
}

const neverDetected = (times: AlarmTimes): AlarmTimes =>
  times.faults.length > 0 || times.reason === undefined
    ? times
    : { ...times, faults: [{ fault: 'step', note: times.reason }] };

function unplayable({ resources, unsupported }: TemplateModel): AlarmTimes[] {
  return resources.flatMap(({ logicalId, name, type }) => {
    if (!/^AWS::CloudWatch::\w*Alarm$/.test(type)) return [];
    const found = unsupported.find((one) => one.logicalId === logicalId && one.type === type);
    return found ? [{ alarm: name ?? logicalId, faults: [], reason: found.reason }] : [];
  });
}

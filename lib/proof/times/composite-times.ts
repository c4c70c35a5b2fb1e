import { alarmNameOf, type CompositeAlarm, otherAlarms, parseAlarmRule } from '../../engine';
import type { TemplateModel } from '../../rehearsal';
import { lookUp } from '../../text/look-up';
import { type CompositeStates, compositeStates, type FaultKind } from '../stimulus';
import type { AlarmTimes, DetectedFault, Span } from './detection';
import { whoIsTold } from './part-model';

/**
 * When a composite alarm follows its children, from their times: at once where one of them is enough; where it takes
 * several, when the last of them is in ALARM, with bounds that hold if their faults begin together.
 *
 * @param known times of alarms by name, of all that the rule reads
 */
export function compositeTimes(
  composite: CompositeAlarm,
  model: TemplateModel,
  known: ReadonlyMap<string, AlarmTimes>,
): AlarmTimes {
  const { alarmName } = composite;
  const detects = (name: string) => known.get(name)?.faults.some(({ alarm }) => alarm !== undefined) === true;
  const others = otherAlarms(composite, model);
  const states = compositeStates(composite, detects, (name) => others.children.includes(name));
  if (states.kind === 'unmovable') return { alarm: alarmName, faults: [], reason: states.reason };
  const told = whoIsTold([composite], model);
  const given = Object.entries(states.elsewhere).map(([name, state]) => `while ${name} is in ${state}`);
  const held = composite.actionsSuppressor
    ? [`if ${alarmNameOf(composite.actionsSuppressor)} does not hold its actions back`]
    : [told.note ?? []].flat();
  const notes = [...given, ...held];
  const finish = (fault: FaultKind, alarm: Span, by: string): DetectedFault => ({
    fault,
    alarm,
    ...(told.topic === undefined ? {} : { told: { ...alarm, topic: told.topic } }),
    note: [by, ...notes].join('; '),
  });
  if (states.alarming.length > 1) {
    const spans = states.alarming.map((name) => mainSpan(known.get(name)!));
    const latest = { earliest: most(spans, 'earliest'), latest: most(spans, 'latest') };
    return { alarm: alarmName, faults: [finish('step', latest, `by ${states.alarming.join(' and ')}`)] };
  }
  const enough = aloneEnough(composite, states.elsewhere).filter(detects);
  const kinds = [...new Set(enough.flatMap((name) => known.get(name)!.faults.map(({ fault }) => fault)))];
  const faults = kinds.flatMap((kind) => {
    const children = enough.flatMap((name) => {
      const span = known.get(name)!.faults.find(({ fault }) => fault === kind)?.alarm;
      return span ? [{ name, span }] : [];
    });
    if (children.length === 0) return [];
    const span = {
      earliest: Math.min(...children.map((child) => child.span.earliest)),
      latest: Math.max(...children.map((child) => child.span.latest)),
    };
    return [finish(kind, span, `by ${children.map(({ name }) => name).join(', ')}`)];
  });
  return { alarm: alarmName, faults };
}

// --- internal ---

/** The children whose ALARM holds the rule while all others are in OK, or in the state that is given. */
function aloneEnough({ alarmRule }: CompositeAlarm, elsewhere: CompositeStates['elsewhere']): string[] {
  const rule = parseAlarmRule(alarmRule);
  const children = rule.children.map(alarmNameOf);
  return children.filter(
    (name) =>
      rule.evaluate((child) =>
        alarmNameOf(child) === name ? 'ALARM' : (lookUp(elsewhere, alarmNameOf(child)) ?? 'OK'),
      ) === 'ALARM',
  );
}

/** Of the first fault that an alarm detects. */
const mainSpan = ({ faults }: AlarmTimes): Span => faults.find(({ alarm }) => alarm !== undefined)!.alarm!;

const most = (spans: readonly Span[], end: keyof Span): number => Math.max(...spans.map((span) => span[end]));

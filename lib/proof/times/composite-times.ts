import {
  actionsWait,
  alarmNameOf,
  alarmReach,
  type CompositeAlarm,
  otherAlarms,
  parseAlarmRule,
} from '../../engine';
import type { TemplateModel } from '../../rehearsal';
import { formatDuration } from '../../text';
import { lookUp } from '../../text/look-up';
import { type CompositeStates, compositeStates, type FaultKind } from '../stimulus';
import type { AlarmTimes, DetectedFault, Span } from './detection';
import { eventThrough } from './metric-alarm-times';
import { whoIsTold } from './part-model';

/**
 * When a composite alarm follows its children, from their times: at once where one of them is enough; where it takes
 * several, when the last of them is in ALARM, with bounds that hold if their faults begin together. Its actions run when
 * the wait for its suppressor is over, if it is in ALARM then: what stays is, and a single event is played.
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
  const wait = actionsWait(composite);
  const heardOf = (fault: FaultKind, alarm: Span, children: readonly string[]): Heard => {
    if (told.topic === undefined) return { notes: [] };
    if (wait === 0 || fault !== 'event') return { told: later(alarm, wait / 1000), notes: [] };
    const below = children.flatMap((name) => [name, ...alarmReach(name, model)]);
    const leaves = model.alarms.filter((one) => below.includes(one.alarmName));
    const events = leaves.flatMap((leaf) => eventThrough(leaf, model, composite, states.elsewhere) ?? []);
    const spans = events.flatMap((event) => event.told ?? []);
    const isLost = events.some((event) => !event.told || event.note !== undefined);
    const over = `is over before its actions have waited ${formatDuration(wait / 1000)}`;
    if (spans.length === 0) return { notes: [`it ${over}`] };
    return { told: around(spans), notes: isLost ? [`at some second it ${over}`] : [] };
  };
  const finish = (fault: FaultKind, alarm: Span, by: string, children: readonly string[]): DetectedFault => {
    const heard = heardOf(fault, alarm, children);
    return {
      fault,
      alarm,
      ...(heard.told && told.topic !== undefined ? { told: { ...heard.told, topic: told.topic } } : {}),
      note: [by, ...heard.notes, ...notes].join('; '),
    };
  };
  if (states.alarming.length > 1) {
    const spans = states.alarming.map((name) => mainSpan(known.get(name)!));
    const latest = { earliest: most(spans, 'earliest'), latest: most(spans, 'latest') };
    return {
      alarm: alarmName,
      faults: [finish('step', latest, `by ${states.alarming.join(' and ')}`, states.alarming)],
    };
  }
  const enough = aloneEnough(composite, states.elsewhere).filter(detects);
  const kinds = [...new Set(enough.flatMap((name) => known.get(name)!.faults.map(({ fault }) => fault)))];
  const faults = kinds.flatMap((kind) => {
    const children = enough.flatMap((name) => {
      const span = known.get(name)!.faults.find(({ fault }) => fault === kind)?.alarm;
      return span ? [{ name, span }] : [];
    });
    if (children.length === 0) return [];
    const names = children.map(({ name }) => name);
    return [finish(kind, around(children.map(({ span }) => span)), `by ${names.join(', ')}`, names)];
  });
  return { alarm: alarmName, faults };
}

// --- internal ---

interface Heard {
  readonly told?: Span;
  readonly notes: readonly string[];
}

const later = ({ earliest, latest }: Span, seconds: number): Span => ({
  earliest: earliest + seconds,
  latest: latest + seconds,
});

const around = (spans: readonly Span[]): Span => ({
  earliest: Math.min(...spans.map(({ earliest }) => earliest)),
  latest: most(spans, 'latest'),
});

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

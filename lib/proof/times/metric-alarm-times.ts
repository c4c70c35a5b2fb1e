import {
  type AlarmState,
  actionsWait,
  alarmNameOf,
  type CompositeAlarm,
  createSimulation,
  differences,
  evaluationSchedule,
  type MetricAlarm,
  type Reading,
} from '../../engine';
import type { TemplateModel } from '../../rehearsal';
import { formatDuration } from '../../text';
import { type AlarmLevels, alarmLevels, type Fault, faultsOf } from '../stimulus';
import type { AlarmTimes, DetectedFault, Span } from './detection';
import { faultData } from './fault-data';
import { createFaultMemory, type FaultMemory, faultKey } from './fault-memory';
import { faultReadings } from './fault-readings';
import { type PartModel, partModel, whoIsTold } from './part-model';
import { startInstants } from './start-instants';

/** Measures, by the engine, when a metric alarm detects each kind of fault, over every second and reading. */
export function metricAlarmTimes(
  alarm: MetricAlarm,
  model: TemplateModel,
  memory: FaultMemory = createFaultMemory(),
): AlarmTimes {
  const levels = alarmLevels(alarm, model);
  if (levels.kind === 'unmovable') return { alarm: alarm.alarmName, faults: [], reason: levels.reason };
  const part = partModel(model, alarm);
  const measure = (around: PartModel): DetectedFault[] => {
    const readings = faultReadings(levels, START);
    const growthSlots = Math.max(60, 2 * alarm.evaluationPeriods);
    return faultsOf(levels, { growthSlots }).map((fault) => measured(fault, levels, around, readings));
  };
  // With composites around it, who is told and when is not a matter of the alarm alone.
  if (part.model.compositeAlarms.length > 0) return { alarm: alarm.alarmName, faults: measure(part) };
  const alone: PartModel = { model: { ...part.model, alarms: [{ ...alarm, actionsEnabled: false }] } };
  const faults = memory.get(faultKey(levels), () => measure(alone));
  return { alarm: alarm.alarmName, faults: faults.map((fault) => toldAtOnce(fault, part)) };
}

/**
 * When a composite tells of a single event of an alarm: it is played, for its actions may wait until after the event. A
 * note says that at some second or in some reading it does not.
 *
 * @param elsewhere states of alarms that the template does not have
 * @returns undefined where the alarm has no single event that takes it into ALARM
 */
export function eventThrough(
  alarm: MetricAlarm,
  model: TemplateModel,
  composite: CompositeAlarm,
  elsewhere: Readonly<Record<string, AlarmState>>,
): DetectedFault | undefined {
  const levels = alarmLevels(alarm, model);
  if (levels.kind === 'unmovable') return undefined;
  const event = faultsOf(levels, { growthSlots: 60 }).find(({ kind }) => kind === 'event');
  if (!event) return undefined;
  const { topicArn, topic } = whoIsTold([composite], model);
  if (topicArn === undefined || topic === undefined) return undefined;
  const { alarmName, actionsSuppressor } = composite;
  const free = actionsSuppressor ? { [alarmNameOf(actionsSuppressor)]: 'OK' as const } : {};
  const part: PartModel = {
    model: partModel(model, alarm).model,
    topicArn,
    topic,
    by: alarmName,
    elsewhere: { ...free, ...elsewhere },
  };
  const found = measured(event, levels, part, faultReadings(levels, START));
  return found.alarm && found;
}

// --- internal ---

/** Its own actions run in the instant of the ALARM. */
function toldAtOnce(fault: DetectedFault, { topic, note }: PartModel): DetectedFault {
  if (!fault.alarm) return fault;
  return {
    ...fault,
    ...(topic === undefined ? {} : { told: { ...fault.alarm, topic } }),
    ...(note === undefined && fault.note === undefined ? {} : { note: fault.note ?? note }),
  };
}

const MINUTE = 60_000;
/** Its ALARM may be shorter than what the actions of a composite wait for. */
const SOMETIMES_UNTOLD = 'at some second nobody is told of it';
/** Any full day: the times do not depend on it. */
const START = Date.parse('2026-01-05T00:00:00Z');

function measured(
  fault: Fault,
  levels: AlarmLevels,
  part: PartModel,
  readings: readonly Reading[],
): DetectedFault {
  const breachSlot = firstBreach(fault, levels);
  if (breachSlot === undefined) return { fault: fault.kind, note: 'no datapoint of it breaches' };
  const shift = breachSlot * levels.periodSeconds * 1000;
  const alarms: number[] = [];
  const told: number[] = [];
  const missed = new Set<Reading>();
  for (const reading of readings) {
    for (const instant of startInstants(levels, reading, START)) {
      const at = START + instant;
      const played = playFault(fault, levels, part, { at, shift, reading });
      if (played.alarmAt === undefined) missed.add(reading);
      else alarms.push((played.alarmAt - at - shift) / 1000);
      if (played.toldAt !== undefined) told.push((played.toldAt - at - shift) / 1000);
    }
  }
  if (alarms.length === 0) return { fault: fault.kind, note: whyNever(fault, levels) };
  const note =
    noteOf(missed, part) ?? (told.length > 0 && told.length < alarms.length ? SOMETIMES_UNTOLD : undefined);
  return {
    fault: fault.kind,
    alarm: spanOf(alarms),
    ...(told.length > 0 && part.topic !== undefined ? { told: { ...spanOf(told), topic: part.topic } } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

/** The first period of a fault whose datapoint breaches: what came before is not seen yet. */
function firstBreach(fault: Fault, { alarm, reader }: AlarmLevels): number | undefined {
  for (let slot = 0; slot <= fault.slots; slot++) {
    const kind = reader.kindOf(fault.levelAt(slot));
    if (kind === 'breaching' || (kind === 'missing' && alarm.treatMissingData === 'breaching')) return slot;
  }
  return undefined;
}

interface PlayedFault {
  readonly alarmAt?: number;
  readonly toldAt?: number;
}

function playFault(
  fault: Fault,
  levels: AlarmLevels,
  part: PartModel,
  { at, shift, reading }: { at: number; shift: number; reading: Reading },
): PlayedFault {
  const { alarm, periodSeconds } = levels;
  // As far as any reading looks back, and what is late.
  const window = (Math.ceil(1.25 * alarm.evaluationPeriods) + 8) * periodSeconds * 1000;
  const interval = evaluationSchedule({ evaluationPeriods: alarm.evaluationPeriods, periodSeconds }).interval;
  const late =
    2 * Math.max(interval, MINUTE) + 1000 * (reading['record-delay'] + reading['aws-delay']) + 5 * MINUTE;
  const waits = part.model.compositeAlarms.map(actionsWait);
  const after = shift + window + late + Math.max(0, ...waits);
  const names = [...part.model.alarms, ...part.model.compositeAlarms].map(({ alarmName }) => alarmName);
  const simulation = createSimulation(part.model, {
    start: at - 2 * Math.max(interval, MINUTE),
    reading,
    states: { ...part.elsewhere, ...Object.fromEntries(names.map((name) => [name, 'OK' as const])) },
    retention: 0,
  });
  for (const datum of faultData(levels, fault, { at, before: window, after, reading }))
    simulation.ingest(datum);
  let alarmAt: number | undefined;
  for (let to = at + shift; ; to += STEP * interval) {
    const { transitions, notifications } = simulation.advance(Math.min(to, at + after));
    alarmAt ??= transitions.find((one) => one.alarmName === alarm.alarmName && one.to === 'ALARM')?.at;
    const toldAt = notifications.find(
      ({ alarmName, state, action }) =>
        state === 'ALARM' && action === part.topicArn && (part.by ?? alarmName) === alarmName,
    )?.at;
    const isOver = to >= at + after || (alarmAt !== undefined && part.topicArn === undefined);
    if (toldAt !== undefined || isOver) {
      return { ...(alarmAt === undefined ? {} : { alarmAt }), ...(toldAt === undefined ? {} : { toldAt }) };
    }
  }
}

/** Evaluations between two looks at what has happened. */
const STEP = 8;

const spanOf = (seconds: readonly number[]): Span => ({
  earliest: Math.min(...seconds),
  latest: Math.max(...seconds),
});

function whyNever(fault: Fault, { alarm, periodSeconds }: AlarmLevels): string {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
  if (fault.kind === 'event' && datapointsToAlarm === 1) {
    return `one datum among all of ${formatDuration(periodSeconds)} does not breach`;
  }
  const settings = `${datapointsToAlarm} of ${evaluationPeriods} periods of ${formatDuration(periodSeconds)} have to breach`;
  return fault.kind === 'event' ? settings : `in no reading does it go into ALARM; ${settings}`;
}

function noteOf(missed: ReadonlySet<Reading>, part: PartModel): string | undefined {
  const [some] = missed;
  if (!some) return part.note;
  const words = differences(some).map((code) => `${code}=${some[code]}`);
  return `at some second missed${words.length > 0 ? `, if ${words.join(', ')}` : ''}`;
}

import {
  type CornerReadingsOptions,
  cornerReadings,
  everyReading,
  type Outcome,
  type Reading,
  readingOf,
} from '../../engine';
import { alarmKey } from '../../engine/alarm-key';
import type { AlarmState, CompositeAlarm, MetricAlarm } from '../../engine/model';
import type { Incident } from '../../rehearsal/incident';
import { withPhysicalNames } from '../../rehearsal/rehearse/by-logical-id';
import { playerOf } from '../../rehearsal/rehearse/play';
import { narrowed } from '../../rehearsal/rehearse/played-readings';
import { playedSignals } from '../../rehearsal/rehearse/played-signals';
import { deviation } from '../../rehearsal/rehearse/verdict';
import type { TemplateModel } from '../../rehearsal/template';

/** From when to when something happens over all readings; offsets in milliseconds. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** How an incident moves an alarm, in every reading. */
export interface Move {
  readonly alarmName: string;
  /** From when on it is out of ALARM before the breach: 0, or when it has left the ALARM of its deployment. */
  readonly settled: number;
  readonly into: Span;
  /** Actions that run at its ALARM. */
  readonly told: readonly Told[];
  /** Absent: in some reading it stays in ALARM to the end. */
  readonly out?: Span & {
    readonly state?: AlarmState;
    readonly told: readonly Told[];
    readonly isFinal: boolean;
  };
}

export interface Told extends Span {
  /** ARN of the action. */
  readonly action: string;
  readonly state: AlarmState;
}

/** The outcome of an incident in the corner readings of a model's alarms. */
export function outcomesOf(model: TemplateModel, written: Incident): Outcome[] {
  const { player, among } = prepared(model, written);
  return cornerReadings(model, among).map(player.play);
}

/**
 * How an incident moves one alarm, in every reading that makes a difference to it; as `moveOf`.
 *
 * @param suspects readings in which other incidents did not move it: they are tried first, and added to
 */
export function moveOfLead(
  alarm: MetricAlarm | CompositeAlarm,
  model: TemplateModel,
  written: Incident,
  times: Omit<MoveTimes, 'start'>,
  suspects: Reading[] = [],
): Move | 'early' | undefined {
  const { player, among } = prepared(model, written);
  const at = { ...times, start: written.start };
  // The usual reading turns most away, before the others cost anything.
  const usual = moveOf(alarm.alarmName, [player.play(readingOf({}))], at);
  if (usual === undefined || usual === 'early') return usual;
  for (const reading of suspects) {
    const one = moveOf(alarm.alarmName, [player.play(reading)], at);
    if (one === undefined || one === 'early') return one;
  }
  const outcomes: Outcome[] = [];
  for (const reading of readingsThatMatter(alarm, model, among)) {
    const outcome = player.play(reading);
    const one = moveOf(alarm.alarmName, [outcome], at);
    if (one === undefined) suspects.unshift(reading);
    if (one === undefined || one === 'early') return one;
    outcomes.push(outcome);
  }
  return moveOf(alarm.alarmName, outcomes, at);
}

/** How an incident moves an alarm in the usual reading and in others, but not in all. */
export interface PartialMove {
  readonly move: Move;
  /** The share of the readings in which it does. */
  readonly share: number;
  /** A clause that says of a reading in which it does not, with no answer more than that takes. */
  readonly unless: string;
}

/** Undefined when it moves the alarm in the suspects and in every corner reading, or not in the usual one. */
export function partialMove(
  alarm: MetricAlarm,
  model: TemplateModel,
  written: Incident,
  times: Omit<MoveTimes, 'start'>,
  suspects: readonly Reading[],
): PartialMove | undefined {
  const { player, among } = prepared(model, written);
  const at = { ...times, start: written.start };
  const moveIn = (outcomes: readonly Outcome[]): Move | undefined => {
    const move = moveOf(alarm.alarmName, outcomes, at);
    return move === 'early' ? undefined : move;
  };
  const breaks = (reading: Reading) => !moveIn([player.play(reading)])?.out?.isFinal;
  const usual = readingOf({});
  if (breaks(usual)) return undefined;
  const readings = [...suspects, ...cornerReadings(model, among)];
  const isBreaking = readings.map(breaks);
  const breaking = readings[isBreaking.indexOf(true)];
  if (!breaking) return undefined;
  const holding = readings.filter((_, index) => !isBreaking[index]);
  const move = moveIn([usual, ...holding].map(player.play));
  const { words } = deviation(narrowed(breaking, usual, breaks), usual, [alarm]);
  return move && { move, share: holding.length / readings.length, unless: words };
}

export interface MoveTimes {
  /** Epoch milliseconds of the incident's start. */
  readonly start: number;
  /** When the breach begins. */
  readonly after: number;
  /** An ALARM that comes of the deployment, before there are data, must be over by then. */
  readonly settledBy: number;
}

/**
 * How an alarm is moved at and after the breach; undefined when it is not in some reading. `early`: it is in ALARM
 * before in some reading.
 */
export function moveOf(
  alarmName: string,
  outcomes: readonly Outcome[],
  { start, after, settledBy }: MoveTimes,
): Move | 'early' | undefined {
  const histories = outcomes.map(({ transitions }) =>
    transitions.filter((one) => one.alarmName === alarmName).map((one) => ({ ...one, at: one.at - start })),
  );
  const before = histories.map((list) => list.filter(({ at }) => at < after));
  if (before.some((list) => list.at(-1)?.to === 'ALARM')) return 'early';
  const settled = Math.max(0, ...before.flat().flatMap(({ at, from }) => (from === 'ALARM' ? [at] : [])));
  if (settled > settledBy) return 'early';
  const into = histories.map((list) => list.find(({ to, at }) => to === 'ALARM' && at >= after)?.at);
  if (into.some((at) => at === undefined)) return undefined;
  const out = histories.map((list, index) =>
    list.find(({ at, from }) => from === 'ALARM' && at > into[index]!),
  );
  const told = (isThis: (state: AlarmState) => boolean) => toldOf(alarmName, outcomes, start, after, isThis);
  const base = {
    alarmName,
    settled,
    into: spanOf(into as number[]),
    told: told((state) => state === 'ALARM'),
  };
  if (out.some((one) => one === undefined)) return base;
  const states = new Set(out.map((one) => one!.to));
  const isFinal = histories.every(
    (list, index) => !list.some(({ at, to }) => to === 'ALARM' && at > out[index]!.at),
  );
  return {
    ...base,
    out: {
      ...spanOf(out.map((one) => one!.at)),
      ...(states.size === 1 ? { state: out[0]!.to } : {}),
      told: told((state) => state !== 'ALARM'),
      isFinal,
    },
  };
}

/** Actions that run at a state of an alarm after an instant, in every reading. */
export function toldOf(
  alarmName: string,
  outcomes: readonly Outcome[],
  start: number,
  after: number,
  isThis: (state: AlarmState) => boolean,
): Told[] {
  const lists = outcomes.map(({ notifications }) =>
    notifications.filter(
      (one) => one.alarmName === alarmName && isThis(one.state) && one.at - start >= after,
    ),
  );
  const kinds = new Map(
    (lists[0] ?? []).map(({ action, state }) => [`${action}\0${state}`, { action, state }]),
  );
  return [...kinds.values()].flatMap(({ action, state }) => {
    const times = lists.map((list) => list.find((one) => one.action === action && one.state === state)?.at);
    if (times.some((at) => at === undefined)) return [];
    return [{ action, state, ...spanOf(times.map((at) => at! - start)) }];
  });
}

// --- internal ---

/** An evaluation of few periods costs little, so that all combinations of answers can be played. */
const FEW_PERIODS = 30;

function readingsThatMatter(
  alarm: MetricAlarm | CompositeAlarm,
  model: TemplateModel,
  among: Required<Pick<CornerReadingsOptions, 'fed' | 'start'>>,
): Reading[] {
  if ('alarmRule' in alarm) return cornerReadings(model, among);
  const readings = everyReading(alarm, among, alarm.evaluationPeriods <= FEW_PERIODS ? 512 : 128);
  if (model.alarms.length > 1 || model.compositeAlarms.length > 0) return readings;
  // Nothing but the alarm is played: of those under which it does the same, the first stands for all.
  const distinct = new Map<string, Reading>();
  for (const reading of readings) {
    const key = alarmKey(alarm, reading, among.start, among.fed);
    if (!distinct.has(key)) distinct.set(key, reading);
  }
  return [...distinct.values()];
}

function prepared(model: TemplateModel, written: Incident) {
  const incident = withPhysicalNames(written, model);
  const { start, length, elsewhere: states } = incident;
  const options = { start, end: start + length, reading: readingOf({}), states };
  const player = playerOf(model, playedSignals(incident, model), options);
  return { player, among: { fed: player.fed, start, states } };
}

const spanOf = (times: readonly number[]): Span => ({ first: Math.min(...times), last: Math.max(...times) });

import { cornerReadings, type Outcome, readingOf } from '../../engine';
import type { AlarmState } from '../../engine/model';
import type { Incident } from '../../rehearsal/incident';
import { withPhysicalNames } from '../../rehearsal/rehearse/by-logical-id';
import { playerOf } from '../../rehearsal/rehearse/play';
import { signalsOf } from '../../rehearsal/rehearse/signals-of';
import type { TemplateModel } from '../../rehearsal/template';

/** From when to when something happens over all readings; offsets in milliseconds. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** How an incident moves an alarm, in every reading. */
export interface Move {
  readonly alarmName: string;
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

/** The outcome of an incident in every reading that makes a difference to the model's alarms. */
export function outcomesOf(model: TemplateModel, written: Incident): Outcome[] {
  const incident = withPhysicalNames(written, model);
  const { start, length } = incident;
  const usual = readingOf({});
  const options = { start, end: start + length, reading: usual };
  const player = playerOf(model, signalsOf(incident, model.metricFilters), options);
  return cornerReadings(model, { fed: player.fed, start }).map(player.play);
}

/**
 * How an alarm is moved at and after an instant; undefined when it is not in some reading. `early`: it is in ALARM
 * before that instant in some reading.
 */
export function moveOf(
  alarmName: string,
  outcomes: readonly Outcome[],
  { start, after }: { start: number; after: number },
): Move | 'early' | undefined {
  const histories = outcomes.map(({ transitions }) =>
    transitions.filter((one) => one.alarmName === alarmName).map((one) => ({ ...one, at: one.at - start })),
  );
  if (histories.some((list) => list.some(({ to, at }) => to === 'ALARM' && at < after))) return 'early';
  const into = histories.map((list) => list.find(({ to }) => to === 'ALARM')?.at);
  if (into.some((at) => at === undefined)) return undefined;
  const out = histories.map((list, index) =>
    list.find(({ at, from }) => from === 'ALARM' && at > into[index]!),
  );
  const told = (isThis: (state: AlarmState) => boolean) => toldOf(alarmName, outcomes, start, after, isThis);
  const base = { alarmName, into: spanOf(into as number[]), told: told((state) => state === 'ALARM') };
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

// --- internal ---

const spanOf = (times: readonly number[]): Span => ({ first: Math.min(...times), last: Math.max(...times) });

/** Actions that run in every reading. */
function toldOf(
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

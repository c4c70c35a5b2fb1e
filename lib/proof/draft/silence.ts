import type { AlarmState, MetricAlarm } from '../../engine/model';
import type { Incident } from '../../rehearsal/incident';
import type { TemplateModel } from '../../rehearsal/template';
import { sameLevel } from '../stimulus';
import { outcomesOf, type Span, type Told, toldOf } from './moves';
import type { Script } from './script';

/** What an alarm makes of data that stop, in every reading; offsets in milliseconds. */
export interface Silence {
  /** From when on no datum comes. */
  readonly from: number;
  /** The state at the end. */
  readonly state: AlarmState;
  /** When it is reached; absent where the alarm keeps the state that it has. */
  readonly reached?: Span;
  /** Actions that run at it. */
  readonly told: readonly Told[];
}

/** The script with silence after it; undefined where good health is silent or silence is the fault. */
export function thenSilent(script: Script): Script | undefined {
  const [track, ...others] = script.tracks;
  if (track === undefined || others.length > 0) return undefined;
  const { levels, periodSeconds, phases } = track;
  const last = phases.at(-1)?.level;
  if (last === undefined || last.every((dose) => dose === null)) return undefined;
  if (levels.silence && sameLevel(levels.silence, levels.breach)) return undefined;
  const slots = Math.ceil(1.3 * levels.alarm.evaluationPeriods) + 8;
  const length = script.length + slots * periodSeconds * 1000;
  return length > LONGEST ? undefined : { ...script, length };
}

/** What comes of the silence of an incident; undefined where the readings differ in more than the instant. */
export function silenceOf(
  { alarmName }: MetricAlarm,
  model: TemplateModel,
  incident: Incident,
  from: number,
): Silence | undefined {
  const outcomes = outcomesOf(model, incident);
  const histories = outcomes.map(({ transitions }) =>
    transitions
      .filter((one) => one.alarmName === alarmName)
      .map(({ at, to }) => ({ at: at - incident.start, to })),
  );
  const states = new Set(histories.map((list) => list.at(-1)?.to));
  const [state] = states;
  if (state === undefined || states.size > 1) return undefined;
  const changes = histories.map((list) => list.filter(({ at }) => at >= from));
  if (changes.every((list) => list.length === 0)) return { from, state, told: [] };
  if (changes.some((list) => list.length !== 1)) return undefined;
  const instants = changes.map(([one]) => one!.at);
  return {
    from,
    state,
    reached: { first: Math.min(...instants), last: Math.max(...instants) },
    told: toldOf(alarmName, outcomes, incident.start, from, (one) => one === state),
  };
}

// --- internal ---

/** An incident lasts 400 days at most, and nobody reads one that long; milliseconds. */
const LONGEST = 30 * 86_400_000;

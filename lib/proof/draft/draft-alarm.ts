import { actionsWait, alarmReach, type Reading } from '../../engine';
import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import { type Incident, parseIncident } from '../../rehearsal/incident';
import type { TemplateModel } from '../../rehearsal/template';
import { type AlarmLevels, alarmLevels, compositeStates, heldElsewhere, type Unmovable } from '../stimulus';
import { type IncidentHead, incidentText } from './incident-text';
import { type Move, moveOfLead, partialMove } from './moves';
import { alarmScript, endedAt, type Script, shapesOf } from './script';
import { type Silence, silenceOf, thenSilent } from './silence';
import { togetherScript } from './together';
import { touchedBy, touchedModel } from './touched-model';
import { unlikeData } from './unlike-data';

/** A script that moves an alarm in every reading, and how. */
export interface FoundScript {
  readonly kind: 'script';
  readonly script: Script;
  readonly move: Move;
  /** The data stop at the end of the script, and what comes of it. */
  readonly silence?: Silence;
  /** Only of what does not move the alarm in every reading: where it does not, as a clause. */
  readonly unless?: string;
}

/** Finds the shortest script that takes an alarm into ALARM and back after near misses that stay quiet. */
export function findScript(
  alarm: MetricAlarm | CompositeAlarm,
  model: TemplateModel,
  head: IncidentHead,
): FoundScript | Unmovable {
  return 'alarmRule' in alarm ? ofComposite(alarm, model, head) : ofMetricAlarm(alarm, model, head);
}

/** The incident of a script without expectations, as the engine plays it. */
export function playable(
  alarm: MetricAlarm | CompositeAlarm,
  script: Script,
  model: TemplateModel,
  head: IncidentHead,
  expectations: readonly string[] = ['[]'],
): Incident {
  return parseIncident('draft.yaml', incidentText(alarm, script, model, head, expectations));
}

// --- internal ---

const MINUTE = 60_000;
/** Plays of one alarm; a shape that has an end is nearly always among the first. */
const MOST_TRIES = 60;

function ofMetricAlarm(
  alarm: MetricAlarm,
  model: TemplateModel,
  head: IncidentHead,
): FoundScript | Unmovable {
  const levels = alarmLevels(alarm, model);
  if (levels.kind === 'unmovable') return levels;
  const found = ofLevels(alarm, levels, model, head);
  const isProved = ({ kind, unless }: { readonly kind: string; readonly unless?: string }) =>
    kind === 'script' && unless === undefined;
  if (isProved(found) || levels.breach.every((dose) => dose === null || dose.count === 1)) return found;
  // Of many records the last may be counted too late for the least that breaches; of twice as many it does not matter.
  const more = levels.breach.map((dose) =>
    dose && dose.count > 1 ? { ...dose, count: 2 * dose.count } : dose,
  );
  const isSure = levels.reader.kindOf(more) === 'breaching';
  if (!isSure) return found;
  const sure = ofLevels(alarm, { ...levels, breach: more, isSure }, model, head);
  return isProved(sure) || found.kind !== 'script' ? sure : found;
}

/** The first of the shapes that has an end in every reading. */
function ofLevels(
  alarm: MetricAlarm,
  levels: AlarmLevels,
  model: TemplateModel,
  head: IncidentHead,
): FoundScript | Unmovable {
  const alone = onlyAlarm(touchedModel(model, levels.feeds), alarm);
  let best: FoundScript | undefined;
  let tries = 0;
  const suspects: Reading[] = [];
  for (const shape of shapesOf(levels)) {
    if (++tries > MOST_TRIES) break;
    const found = played(alarm, alarmScript(levels, shape), alone, model, head, suspects);
    if (!found) continue;
    if (found.move.out?.isFinal) {
      const unlike = unlikeData({ ...levels, rests: [shape.rest] });
      const other = unlike && played(alarm, alarmScript(levels, { ...shape, unlike }), alone, model, head);
      const short = shortened(other?.move.out?.isFinal ? other : found, levels.periodSeconds);
      return withSilence(alarm, short, alone, model, head);
    }
    best ??= found;
  }
  return (
    best ??
    ofMostReadings(alarm, levels, suspects, alone, model, head) ?? {
      kind: 'unmovable',
      reason: 'no data that were tried take it into ALARM, with quiet before',
    }
  );
}

/** Of the shapes with the likeliest good health, the one that moves the alarm in the most readings. */
function ofMostReadings(
  alarm: MetricAlarm,
  levels: AlarmLevels,
  suspects: readonly Reading[],
  alone: TemplateModel,
  model: TemplateModel,
  head: IncidentHead,
): FoundScript | undefined {
  let best: (FoundScript & { share: number }) | undefined;
  for (const shape of shapesOf({ ...levels, rests: levels.rests.slice(0, 1) })) {
    const script = alarmScript(levels, shape);
    const incident = playable(alarm, script, model, head);
    const times = { after: script.breachFrom, settledBy: script.settledBy };
    const found = partialMove(alarm, alone, incident, times, suspects);
    if (!found || (best && found.share <= best.share)) continue;
    best = { kind: 'script', ...found, script: { ...script, unless: found.unless } };
  }
  return best && shortened(best, levels.periodSeconds);
}

function ofComposite(
  alarm: CompositeAlarm,
  model: TemplateModel,
  head: IncidentHead,
): FoundScript | Unmovable {
  const known = new Map<string, AlarmLevels | Unmovable>();
  const levelsOf = (name: string): AlarmLevels | Unmovable => {
    const before = known.get(name);
    if (before) return before;
    const child = model.alarms.find(({ alarmName }) => alarmName === name);
    const levels: AlarmLevels | Unmovable = child
      ? alarmLevels(child, model)
      : { kind: 'unmovable', reason: 'it is no metric alarm' };
    known.set(name, levels);
    return levels;
  };
  const reach = alarmReach(alarm.alarmName, model);
  const others = reach.filter((name) => !isHere(name, model));
  const flat = flattened(alarm, model);
  // A suppressor that is not here holds nothing back, or nobody would be told.
  const quiet = Object.fromEntries(others.map((name) => [name, 'OK'] as const));
  const states = compositeStates(
    flat,
    (name) => levelsOf(name).kind === 'levels',
    (name) => others.includes(name),
  );
  if (states.kind === 'unmovable') {
    const held = others.length === 0 ? undefined : heldElsewhere(flat, (name) => others.includes(name));
    const length = Math.ceil((actionsWait(alarm) + HELD) / MINUTE) * MINUTE;
    const script = held && { ...STILL, length, elsewhere: { ...quiet, ...held } };
    return (script && played(alarm, script, touchedBy(alarm, script, model), model, head)) ?? states;
  }
  const movable = (names: readonly string[]) =>
    names.map(levelsOf).filter((levels): levels is AlarmLevels => levels.kind === 'levels');
  const together = togetherScript(
    movable(states.alarming),
    movable(states.nearly ?? []),
    movable(reach),
    actionsWait(alarm),
  );
  const script =
    others.length === 0 ? together : { ...together, elsewhere: { ...quiet, ...states.elsewhere } };
  const found = played(alarm, script, touchedBy(alarm, script, model), model, head);
  if (!found)
    return { kind: 'unmovable', reason: 'its children in ALARM do not take it there in every reading' };
  return found.move.out?.isFinal ? shortened(found, 60) : found;
}

/** For how long an alarm elsewhere holds a rule, milliseconds, besides what the actions wait. */
const HELD = 5 * MINUTE;

/** Nothing is published: alarms elsewhere hold the rule all the time. */
const STILL: Omit<Script, 'length'> = { tracks: [], settledBy: 0, breachFrom: 0, near: [] };

const isHere = (name: string, { alarms, compositeAlarms }: TemplateModel): boolean =>
  [...alarms, ...compositeAlarms].some(({ alarmName }) => alarmName === name);

/** The rule with that of each composite below it in its place, so that it is of metric alarms alone. */
function flattened(alarm: CompositeAlarm, { compositeAlarms }: TemplateModel): CompositeAlarm {
  let { alarmRule } = alarm;
  for (let depth = 0; depth < MOST_DEEP; depth++) {
    const before = alarmRule;
    for (const child of compositeAlarms) {
      for (const name of [child.alarmName, child.alarmArn]) {
        const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        alarmRule = alarmRule
          .replace(new RegExp(`\\bALARM\\(\\s*["']?${quoted}["']?\\s*\\)`, 'g'), () => `(${child.alarmRule})`)
          .replace(
            new RegExp(`\\bOK\\(\\s*["']?${quoted}["']?\\s*\\)`, 'g'),
            () => `(NOT (${child.alarmRule}))`,
          );
      }
    }
    if (alarmRule === before) break;
  }
  return { ...alarm, alarmRule };
}

const MOST_DEEP = 5;

function played(
  alarm: MetricAlarm | CompositeAlarm,
  script: Script,
  part: TemplateModel,
  model: TemplateModel,
  head: IncidentHead,
  suspects: Reading[] = [],
): FoundScript | undefined {
  const incident = playable(alarm, script, model, head);
  const times = { after: script.breachFrom, settledBy: script.settledBy };
  const move = moveOfLead(alarm, part, incident, times, suspects);
  return move === undefined || move === 'early' ? undefined : { kind: 'script', script, move };
}

/** Ends a few minutes, or a period, after the alarm has come back in the last reading. */
function shortened(found: FoundScript, periodSeconds: number): FoundScript {
  const { script, move } = found;
  const step = Math.max(periodSeconds * 1000, MINUTE);
  const ends = [move.out!, ...move.out!.told].map(({ last }) => last);
  const end = Math.ceil((Math.max(...ends) + 3 * MINUTE) / step) * step;
  return { ...found, script: end < script.length ? endedAt(script, end) : script };
}

/** Then the data stop, where that says more of the alarm. */
function withSilence(
  alarm: MetricAlarm,
  found: FoundScript,
  alone: TemplateModel,
  model: TemplateModel,
  head: IncidentHead,
): FoundScript {
  const script = thenSilent(found.script);
  if (!script) return found;
  const silence = silenceOf(alarm, alone, playable(alarm, script, model, head), found.script.length);
  return silence ? { ...found, script, silence } : found;
}

const onlyAlarm = (model: TemplateModel, alarm: MetricAlarm): TemplateModel => ({
  ...model,
  alarms: [alarm],
  compositeAlarms: [],
});

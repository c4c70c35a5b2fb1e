import {
  type Incident,
  mentionsOf,
  namedMetrics,
  type PlayedIncident,
  type PlayIncidentOptions,
  playIncident,
  playRecording,
  type Recording,
  type TemplateModel,
  toldByRecording,
} from '../../rehearsal';
import type { AlarmPair } from './alarm-pairs';
import { type KnownAlarms, knownAlarms, withoutUnknown } from './known-alarms';
import { type Page, type PageChange, type PageThrough, pageChanges, pagesOf } from './pages';
import { SIDES, type Side } from './side';
import { toldThrough } from './told-through';

/** Something that both templates were played. */
export type Scene =
  | {
      readonly kind: 'incident';
      readonly file: string;
      readonly title: string;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'recording'; readonly start: number; readonly end: number };

/** What became of the pages of one alarm in one scene; absent where it tells nobody in either template. */
export interface Effect {
  readonly scene: Scene;
  /** What each template did in the scene. */
  readonly played: Readonly<Record<Side, PlayedIncident>>;
  readonly pages: readonly PageChange[];
}

/** What came of playing both templates. */
export interface PlayedDifference {
  readonly scenes: readonly Scene[];
  /** Effects of each pair, in the order of the scenes. */
  readonly effects: ReadonlyMap<AlarmPair, readonly Effect[]>;
  /** Pairs that some scene judges. */
  readonly judged: ReadonlySet<AlarmPair>;
  /** Pairs that the recording cannot judge: nothing that they read was recorded, or not for long enough. */
  readonly notRecorded: readonly AlarmPair[];
  /** Pairs that no incident judges: none says anything of what they read. */
  readonly notInIncidents: readonly AlarmPair[];
}

export interface Evidence {
  /** @default none */
  readonly incidents?: readonly Incident[];
  readonly recording?: Recording;
  /** Whether the times to detect faults are measured, of alarms that change. @default true */
  readonly measuresTimes?: boolean;
  /** Whether data are kept to be drawn. @default false */
  readonly keepsData?: boolean;
}

/** Plays incidents and a recording to both templates, each alarm of a pair in its own. */
export function playedDifference(
  pairs: readonly AlarmPair[],
  before: TemplateModel,
  after: TemplateModel,
  { incidents = [], recording, keepsData = false }: Evidence,
): PlayedDifference {
  const options = keepsData ? { retention: LONGEST } : {};
  const models = { before, after };
  const stages: Stage[] = incidents.map((incident) => incidentStage(incident, pairs, models, options));
  if (recording) stages.push(recordingStage(recording, pairs, models, options));
  const effects = new Map<AlarmPair, Effect[]>();
  const judged = new Set<AlarmPair>();
  for (const pair of pairs) {
    const own: Effect[] = [];
    for (const { scene, played, judges, pages, pagesThrough } of stages) {
      if (!judges(pair)) continue;
      judged.add(pair);
      const through = { before: pagesThrough(pair, 'before'), after: pagesThrough(pair, 'after') };
      const changes = pageChanges(pages(pair, 'before'), pages(pair, 'after'), through);
      if (changes.length > 0) own.push({ scene, played, pages: changes });
    }
    effects.set(pair, own);
  }
  const without = (kind: Scene['kind']) => {
    const some = stages.filter(({ scene }) => scene.kind === kind);
    return some.length === 0 ? [] : pairs.filter((pair) => !some.some(({ knows }) => knows(pair)));
  };
  return {
    scenes: stages.map(({ scene }) => scene),
    effects,
    judged,
    notRecorded: without('recording'),
    notInIncidents: without('incident'),
  };
}

// --- internal ---

type Models = Readonly<Record<Side, TemplateModel>>;

/** No recording is longer. */
const LONGEST = 400 * 86_400_000;

interface Stage extends Pick<Effect, 'scene' | 'played'> {
  readonly judges: (pair: AlarmPair) => boolean;
  readonly knows: (pair: AlarmPair) => boolean;
  readonly pages: (pair: AlarmPair, side: Side) => Page[];
  /** What composites above the alarm send while it is in ALARM. */
  readonly pagesThrough: (pair: AlarmPair, side: Side) => PageThrough[];
}

function incidentStage(
  incident: Incident,
  pairs: readonly AlarmPair[],
  models: Models,
  options: PlayIncidentOptions,
): Stage {
  const { file, title, start } = incident;
  const told = { before: mentionsOf(incident, models.before), after: mentionsOf(incident, models.after) };
  const known = knownAlarms(pairs, models, told);
  const play = (side: Side) => playIncident(withoutUnknown(models[side], known[side]), incident, options);
  const played = { before: play('before'), after: play('after') };
  return {
    scene: { kind: 'incident', file, title, start, end: start + incident.length },
    played,
    judges: isKnownIn(known),
    knows: isKnownNow(known),
    pages: (pair, side) => pagesIn(played[side], pair[side]?.alarmName, models[side]),
    pagesThrough: (pair, side) => pagesAbove(played[side], pair[side]?.alarmName, models[side]),
  };
}

/** What a series is called is looked up in either template: its alarm may be gone from the other. */
function recordingStage(
  recording: Recording,
  pairs: readonly AlarmPair[],
  models: Models,
  kept: PlayIncidentOptions,
): Stage {
  const named = namedMetrics(recording, [models.before, models.after]);
  const options = { ...kept, leaveStrangers: true };
  const told = { before: toldByRecording(models.before, named), after: toldByRecording(models.after, named) };
  const known = knownAlarms(pairs, models, told);
  const play = (side: Side) => playRecording(withoutUnknown(models[side], known[side]), named, options);
  const played = { before: play('before'), after: play('after') };
  const { start, end } = played.after;
  /** From when both can be judged; before it, neither is. */
  const judgedFrom = (pair: AlarmPair) =>
    Math.max(...SIDES.flatMap((side) => (pair[side] ? [played[side].judgedFrom(pair[side].alarmName)] : [])));
  return {
    scene: { kind: 'recording', start, end },
    played,
    judges: (pair) => judgedFrom(pair) < end && isKnownIn(known)(pair),
    knows: (pair) => judgedFrom(pair) < end && isKnownNow(known)(pair),
    pages: (pair, side) =>
      pagesIn(played[side], pair[side]?.alarmName, models[side]).filter(({ at }) => at >= judgedFrom(pair)),
    pagesThrough: (pair, side) => pagesAbove(played[side], pair[side]?.alarmName, models[side]),
  };
}

/** What one template tells of it, and what the other does not, is known by either. */
const isKnownIn =
  (known: KnownAlarms) =>
  (pair: AlarmPair): boolean =>
    SIDES.some((side) => pair[side] && known[side].has(pair[side].alarmName));

/** Whether an alarm is known as it is now, or as it was where it is gone. */
const isKnownNow =
  (known: KnownAlarms) =>
  ({ before, after }: AlarmPair): boolean =>
    after ? known.after.has(after.alarmName) : known.before.has(before!.alarmName);

function pagesIn(
  { outcome, histories }: Pick<PlayedIncident, 'outcome' | 'histories'>,
  alarmName: string | undefined,
  model: TemplateModel,
): Page[] {
  return alarmName === undefined ? [] : pagesOf(outcome, histories.get(alarmName), model);
}

function pagesAbove(
  played: Pick<PlayedIncident, 'outcome' | 'histories'>,
  alarmName: string | undefined,
  model: TemplateModel,
): PageThrough[] {
  if (alarmName === undefined) return [];
  const stays = played.histories.get(alarmName)?.stays ?? [];
  const isInAlarm = (at: number) =>
    stays.some(({ state, from, until = at }) => state === 'ALARM' && from <= at && at <= until);
  return toldThrough(alarmName, model).flatMap(({ composite }) =>
    pagesIn(played, composite, model)
      .filter(({ at }) => isInAlarm(at))
      .map((page) => ({ ...page, composite })),
  );
}

import {
  type Incident,
  namedMetrics,
  type PlayedIncident,
  type PlayIncidentOptions,
  playIncident,
  playRecording,
  type Recording,
  type TemplateModel,
} from '../../rehearsal';
import type { AlarmPair } from './alarm-pairs';
import { type Page, type PageChange, pageChanges, pagesOf } from './pages';

export type Side = 'before' | 'after';

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
  /** Pairs that the recording cannot judge: nothing that they read was recorded, or not for long enough. */
  readonly notRecorded: readonly AlarmPair[];
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
  const stages: Stage[] = incidents.map((incident) => incidentStage(incident, models, options));
  if (recording) stages.push(recordingStage(recording, models, options));
  const notRecorded: AlarmPair[] = [];
  const effects = new Map<AlarmPair, Effect[]>();
  for (const pair of pairs) {
    const own: Effect[] = [];
    for (const { scene, played, judges, pages } of stages) {
      if (!judges(pair)) {
        notRecorded.push(pair);
        continue;
      }
      const changes = pageChanges(pages(pair, 'before'), pages(pair, 'after'));
      if (changes.length > 0) own.push({ scene, played, pages: changes });
    }
    effects.set(pair, own);
  }
  return { scenes: stages.map(({ scene }) => scene), effects, notRecorded };
}

// --- internal ---

type Models = Readonly<Record<Side, TemplateModel>>;

/** No recording is longer. */
const LONGEST = 400 * 86_400_000;

interface Stage extends Pick<Effect, 'scene' | 'played'> {
  readonly judges: (pair: AlarmPair) => boolean;
  readonly pages: (pair: AlarmPair, side: Side) => Page[];
}

function incidentStage(incident: Incident, models: Models, options: PlayIncidentOptions): Stage {
  const { file, title, start } = incident;
  const played = {
    before: playIncident(models.before, incident, options),
    after: playIncident(models.after, incident, options),
  };
  return {
    scene: { kind: 'incident', file, title, start, end: start + incident.length },
    played,
    judges: () => true,
    pages: (pair, side) => pagesIn(played[side], pair[side]?.alarmName, models[side]),
  };
}

/** What a series is called is looked up in either template: its alarm may be gone from the other. */
function recordingStage(recording: Recording, models: Models, kept: PlayIncidentOptions): Stage {
  const known = namedMetrics(recording, [models.before, models.after]);
  const options = { ...kept, leaveStrangers: true };
  const played = {
    before: playRecording(models.before, known, options),
    after: playRecording(models.after, known, options),
  };
  const { start, end } = played.after;
  /** From when both can be judged; before it, neither is. */
  const judgedFrom = (pair: AlarmPair) =>
    Math.max(...SIDES.flatMap((side) => (pair[side] ? [played[side].judgedFrom(pair[side].alarmName)] : [])));
  return {
    scene: { kind: 'recording', start, end },
    played,
    judges: (pair) =>
      judgedFrom(pair) < end &&
      SIDES.some((side) => pair[side] && played[side].recorded.has(pair[side].alarmName)),
    pages: (pair, side) =>
      pagesIn(played[side], pair[side]?.alarmName, models[side]).filter(({ at }) => at >= judgedFrom(pair)),
  };
}

const SIDES: readonly Side[] = ['before', 'after'];

function pagesIn(
  { outcome, histories }: Pick<PlayedIncident, 'outcome' | 'histories'>,
  alarmName: string | undefined,
  model: TemplateModel,
): Page[] {
  return alarmName === undefined ? [] : pagesOf(outcome, histories.get(alarmName), model);
}

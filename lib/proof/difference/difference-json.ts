import type { MetricFilter } from '../../engine/model';
import type { AlarmChange, Difference } from './difference';
import { effectSummary } from './effect-text';
import { type DifferenceKind, kindsOf } from './findings';
import type { PageChange } from './pages';

/** What differs between two templates; instants are ISO-8601, delays seconds, costs US dollars a month. */
export interface DifferenceDocument
  extends Pick<
    Difference,
    'unchanged' | 'routes' | 'renames' | 'cost' | 'notCompared' | 'notRecorded' | 'notInIncidents'
  > {
  /** What `--fail-on` takes, of what was found. */
  readonly kinds: readonly DifferenceKind[];
  readonly alarms: readonly ChangedAlarm[];
  readonly filters: readonly ChangedFilter[];
  /** What was played to both, in order. */
  readonly played: readonly PlayedScene[];
}

export interface ChangedAlarm
  extends Pick<AlarmChange, 'kind' | 'was' | 'settings' | 'tells' | 'through' | 'isJudged' | 'times'> {
  readonly alarm: string;
  /** What it means on call, in a line. */
  readonly summary: string;
  readonly effects: readonly SceneEffect[];
}

/** The pages of an alarm in one scene: an incident, or what was recorded. */
export interface SceneEffect {
  /** The file of the incident. */
  readonly incident?: string;
  readonly recording?: true;
  readonly pages: readonly ChangedPage[];
}

/** When somebody is told, by the old template and by the new one. */
export interface ChangedPage {
  readonly kind: PageChange['kind'];
  /** ISO-8601; null: nobody is told. */
  readonly before: string | null;
  readonly after: string | null;
  /** Of a page in both: how much later it comes. */
  readonly delaySeconds?: number;
  /** The composite alarm that sends it now, where the alarm itself did. */
  readonly by?: string;
  /** The composite alarm that sent it, where the alarm itself does now. */
  readonly wasBy?: string;
}

export interface ChangedFilter {
  readonly kind: 'gone' | 'new' | 'changed';
  readonly before: MetricFilter | null;
  readonly after: MetricFilter | null;
}

export type PlayedScene =
  | { readonly kind: 'incident'; readonly file: string; readonly title: string }
  | {
      readonly kind: 'recording';
      /** @format date-time */
      readonly start: string;
      /** @format date-time */
      readonly end: string;
    };

/** A difference as plain data; instants are ISO-8601, delays seconds, costs US dollars a month. */
export function differenceJson(difference: Difference): DifferenceDocument {
  const {
    alarms,
    unchanged,
    notCompared,
    filters,
    routes,
    renames,
    cost,
    scenes,
    notRecorded,
    notInIncidents,
  } = difference;
  return {
    kinds: [...kindsOf(difference)],
    alarms: alarms.map(alarmJson),
    unchanged,
    filters: filters.map(({ before, after }) => ({
      kind: !after ? 'gone' : !before ? 'new' : 'changed',
      before: before ?? null,
      after: after ?? null,
    })),
    routes,
    renames,
    cost,
    played: scenes.map((scene) =>
      scene.kind === 'incident'
        ? { kind: scene.kind, file: scene.file, title: scene.title }
        : { kind: scene.kind, start: instant(scene.start), end: instant(scene.end) },
    ),
    notCompared,
    notRecorded,
    notInIncidents,
  };
}

// --- internal ---

function alarmJson(change: AlarmChange): ChangedAlarm {
  const { kind, alarmName, was, settings, tells, through, isJudged, effects, times } = change;
  return {
    kind,
    alarm: alarmName,
    ...(was === undefined ? {} : { was }),
    summary: effectSummary(change),
    settings,
    tells,
    through,
    isJudged,
    times,
    effects: effects.map(({ scene, pages }) => ({
      ...(scene.kind === 'incident' ? { incident: scene.file } : { recording: true }),
      pages: pages.map(pageJson),
    })),
  };
}

function pageJson({ kind, before, after, by, wasBy }: PageChange): ChangedPage {
  return {
    kind,
    before: before === undefined ? null : instant(before),
    after: after === undefined ? null : instant(after),
    ...(before === undefined || after === undefined ? {} : { delaySeconds: (after - before) / 1000 }),
    ...(by === undefined ? {} : { by }),
    ...(wasBy === undefined ? {} : { wasBy }),
  };
}

const instant = (at: number): string => new Date(at).toISOString();

import type { AlarmChange, Difference } from './difference';
import { effectSummary } from './effect-text';
import { kindsOf } from './findings';
import type { PageChange } from './pages';

/** A difference as plain data; instants are ISO-8601, delays seconds, costs US dollars a month. */
export function differenceJson(difference: Difference) {
  const { alarms, unchanged, notCompared, filters, routes, cost, scenes, notRecorded } = difference;
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
    cost,
    played: scenes.map((scene) =>
      scene.kind === 'incident'
        ? { kind: scene.kind, file: scene.file, title: scene.title }
        : { kind: scene.kind, start: instant(scene.start), end: instant(scene.end) },
    ),
    notCompared,
    notRecorded,
  };
}

// --- internal ---

function alarmJson(change: AlarmChange) {
  const { kind, alarmName, was, settings, tells, effects, times } = change;
  return {
    kind,
    alarm: alarmName,
    ...(was === undefined ? {} : { was }),
    summary: effectSummary(change),
    settings,
    tells,
    times,
    effects: effects.map(({ scene, pages }) => ({
      ...(scene.kind === 'incident' ? { incident: scene.file } : { recording: true }),
      pages: pages.map(pageJson),
    })),
  };
}

function pageJson({ kind, before, after }: PageChange) {
  return {
    kind,
    before: before === undefined ? null : instant(before),
    after: after === undefined ? null : instant(after),
    ...(before === undefined || after === undefined ? {} : { delaySeconds: (after - before) / 1000 }),
  };
}

const instant = (at: number): string => new Date(at).toISOString();

import { compileMuteRule } from '../../engine';
import type { AlarmMuteRule } from '../../engine/model';

/** The mute rules of a template, asked for by whoever wonders why nobody is told. */
export interface Maintenance {
  /** The end of the window in which an alarm's actions are held back at an instant; undefined outside of one. */
  readonly mutedUntil: (alarmName: string, at: number) => number | undefined;
  /** What to say when a window has begun since the last call; undefined when none has. */
  readonly begun: (at: number) => string | undefined;
}

export function createMaintenance(rules: readonly AlarmMuteRule[]): Maintenance {
  const compiled = rules.map(({ alarmNames, ...rule }) => ({
    alarms: new Set(alarmNames),
    schedule: compileMuteRule({ ...rule, alarmNames }),
  }));
  const active = (at: number) => compiled.filter(({ schedule }) => schedule.isMuted(at));
  let known = 0;
  return {
    mutedUntil(alarmName, at) {
      const ends = active(at)
        .filter(({ alarms }) => alarms.has(alarmName))
        .map(({ schedule }) => schedule.nextChange(at) ?? Number.POSITIVE_INFINITY);
      return ends.length > 0 ? Math.max(...ends) : undefined;
    },
    begun(at) {
      const now = active(at);
      const isNew = now.length > known;
      known = now.length;
      if (!isNew) return undefined;
      const alarms = new Set(now.flatMap(({ alarms: names }) => [...names]));
      const until = Math.max(
        ...now.map(({ schedule }) => schedule.nextChange(at) ?? Number.POSITIVE_INFINITY),
      );
      const end = Number.isFinite(until) ? ` until ${new Date(until).toISOString().slice(0, 16)}Z` : '';
      return `maintenance: nobody is told of ${alarms.size} alarms${end}; --no-maintenance plays no windows`;
    },
  };
}

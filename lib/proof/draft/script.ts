import type { AlarmState, MetricFilter } from '../../engine/model';
import type { AlarmLevels, Feed, Level, Phase } from '../stimulus';
import { sameLevel } from '../stimulus';
import type { UnlikeData } from './unlike-data';

/** The metrics of one alarm, phase after phase. */
export interface Track {
  readonly levels: AlarmLevels;
  readonly feeds: readonly Feed[];
  readonly periodSeconds: number;
  readonly phases: readonly Phase[];
  /** A second datum half a period after each of a time; offsets in milliseconds. */
  readonly companion?: { readonly value: number; readonly from: number; readonly until: number } | undefined;
}

/** Where nothing comes next to the breach but no record at all: the filters of which a record nearly matches. */
export const nearlyMatched = ({ levels, feeds }: Track): MetricFilter[] =>
  levels.near === undefined
    ? feeds.flatMap((feed, index) =>
        feed.kind === 'log' && levels.rests[0]![index] === null ? feed.filters : [],
      )
    : [];

/** Slots of good health before the deployment, where missing data would alarm: a metric has a past, a filter has none. */
export const pastSlots = ({ levels: { alarm, periodSeconds } }: Track): number =>
  alarm.treatMissingData === 'breaching'
    ? Math.min(Math.ceil(1.3 * alarm.evaluationPeriods) + 8, Math.floor(WEEK_SECONDS / periodSeconds))
    : 0;

/** What happens in an incident; offsets in milliseconds. */
export interface Script {
  readonly tracks: readonly Track[];
  /** What comes of the deployment alone is over by then. */
  readonly settledBy: number;
  /** Between these nothing may alarm. */
  readonly breachFrom: number;
  readonly length: number;
  /** What comes before the breach, for people. */
  readonly near: readonly string[];
  /** States that alarms which are not at hand have all the time. */
  readonly elsewhere?: Readonly<Record<string, AlarmState>>;
  /** Where what comes of it is not expected, as a clause; absent where it is in every reading. */
  readonly unless?: string;
}

/** Which near misses a script has, what it takes for good health, and how long its breach lasts. */
export interface ScriptShape {
  readonly rest: Level;
  /** The level next to the threshold. */
  readonly hasNear: boolean;
  /** One breaching datapoint too few. */
  readonly hasAlmost: boolean;
  readonly breachSlots: number;
  readonly restSlots: number;
  /** Two data in each period, of the breach or of a near miss of its own. */
  readonly unlike?: UnlikeData;
}

/** Good health, near misses, the breach, good health again. */
export function alarmScript(levels: AlarmLevels, shape: ScriptShape): Script {
  const { alarm, periodSeconds, near, breach } = levels;
  const { rest, hasNear, hasAlmost, breachSlots, restSlots, unlike } = shape;
  const periods = alarm.evaluationPeriods;
  const almost = toAlarm(levels) - 1;
  const phases: Phase[] = [];
  const told: string[] = [];
  let at = 0;
  const add = (level: Level, slots: number) => {
    const until = at + slots * periodSeconds * 1000;
    const last = phases.at(-1);
    if (last && sameLevel(last.level, level)) phases[phases.length - 1] = { ...last, until };
    else phases.push({ level, from: at, until });
    at = until;
  };
  add(rest, warmUp(levels));
  const settledBy = at;
  if (hasNear && near) {
    add(near, periods + 1);
    told.push('the nearest that does not breach');
    add(rest, 1);
  }
  if (hasAlmost && almost > 0) {
    add(breach, almost);
    told.push(`${almost} of the ${almost + 1} datapoints that it takes`);
    add(rest, periods);
  }
  const half = (periodSeconds * 1000) / 2;
  const loud: Level = unlike ? [{ value: unlike.values[0], count: 1 }] : breach;
  let companion: Track['companion'];
  const addUnlike = (slots: number) => {
    const from = at;
    add(loud, slots);
    // One on each side of every datum, so that whatever period looks at the datum sees one of them.
    if (unlike) companion = { value: unlike.values[1], from: from - half, until: at + half };
  };
  if (unlike?.place === 'near') {
    addUnlike(periods + 1);
    told.push(`${unlike.values.join(' and ')} in each period, which another statistic would take otherwise`);
    add(rest, periods + 1);
  }
  const breachFrom = at;
  if (near === undefined && nearlyMatched(trackOf(levels, phases)).length > 0)
    told.push('a record that the filter nearly matches');
  if (unlike?.place === 'breach') addUnlike(breachSlots);
  else add(breach, breachSlots);
  add(rest, restSlots);
  return {
    tracks: [{ ...trackOf(levels, phases), ...(companion ? { companion } : {}) }],
    settledBy,
    breachFrom,
    length: at,
    near: told,
  };
}

/** The shapes that are worth trying, the one that proves most first. */
export function* shapesOf(levels: AlarmLevels): Generator<ScriptShape> {
  const { alarm, rests, near } = levels;
  const periods = alarm.evaluationPeriods;
  const least = toAlarm(levels);
  const lasting = [...new Set([least, least + 1, periods, periods + 2, Math.ceil(1.3 * periods) + 8])];
  const restSlots = Math.ceil(1.3 * periods) + 8;
  for (const [hasNear, hasAlmost] of MISSES) {
    if ((hasNear && near === undefined) || (hasAlmost && least === 1)) continue;
    for (const rest of rests) {
      if (hasNear && near && sameLevel(near, rest) && hasAlmost !== least > 1) continue;
      for (const breachSlots of lasting) yield { rest, hasNear, hasAlmost, breachSlots, restSlots };
    }
  }
}

/** A script without what comes after an offset. */
export function endedAt(script: Script, length: number): Script {
  const tracks = script.tracks.map((track) => ({
    ...track,
    phases: track.phases
      .filter(({ from }) => from < length)
      .map((phase) => ({ ...phase, until: Math.min(phase.until, length) })),
  }));
  return { ...script, tracks, length };
}

/** The same with good health in the place of the breach and of what nearly is one. */
export function withoutBreach(script: Script): Script {
  const tracks = script.tracks.map((track) => {
    const rest = track.phases[0]?.level;
    const { length } = script;
    return {
      ...track,
      companion: undefined,
      phases: rest === undefined ? [] : [{ level: rest, from: 0, until: length }],
    };
  });
  return { ...script, tracks };
}

// --- internal ---

const trackOf = (levels: AlarmLevels, phases: readonly Phase[]): Track => ({
  levels,
  feeds: levels.feeds,
  periodSeconds: levels.periodSeconds,
  phases,
});

const MISSES = [
  [true, true],
  [true, false],
  [false, true],
  [false, false],
] as const;

const WARM_UP_SECONDS = 300;
/** An incident's metric has no longer past. */
const WEEK_SECONDS = 604_800;

const toAlarm = ({ alarm }: AlarmLevels): number => alarm.datapointsToAlarm ?? alarm.evaluationPeriods;

/** As many slots as an alarm looks at, and a few minutes, so that it has a state before anything happens. */
const warmUp = ({ alarm, periodSeconds }: AlarmLevels): number =>
  Math.max(alarm.evaluationPeriods + 1, Math.ceil(WARM_UP_SECONDS / periodSeconds));

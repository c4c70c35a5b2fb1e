import { metricKey } from '../../engine';
import { type AlarmLevels, type Dose, isBreaching, type Level, type Phase, sameDose } from '../stimulus';
import type { Script, Track } from './script';

/**
 * A script for several alarms at once: `nearly` breach first, then `alarming`, each for as long as the slowest of them
 * needs, with good health before, between and after.
 *
 * @param hold how much longer the breach lasts, and the good health after it, milliseconds
 */
export function togetherScript(
  alarming: readonly AlarmLevels[],
  nearly: readonly AlarmLevels[],
  others: readonly AlarmLevels[],
  hold = 0,
): Script {
  const all = [...alarming, ...others.filter((one) => !alarming.includes(one))];
  const step = Math.max(...all.map(({ periodSeconds }) => periodSeconds)) * 1000;
  const lasting = (factor: number) =>
    Math.ceil(
      Math.max(
        ...all.map(
          ({ alarm, periodSeconds }) => (alarm.evaluationPeriods * factor + 8) * periodSeconds * 1000,
        ),
      ) / step,
    ) * step;
  const warm = Math.ceil(lasting(1) / step) * step;
  const nearUntil = nearly.length === 0 ? warm : warm + lasting(1);
  const breachFrom = nearly.length === 0 ? warm : nearUntil + lasting(1.3);
  const held = Math.ceil(hold / step) * step;
  const breachUntil = breachFrom + lasting(1) + held;
  const length = breachUntil + lasting(1.3) + held;
  const taken = new Set<string>();
  const given: Given = { rest: new Map(), breach: new Map() };
  const tracks = all.map((levels): Track => {
    const isIn = alarming.includes(levels);
    const rest = restBeside(given, levels, isIn);
    give(given.rest, levels, rest);
    give(given.breach, levels, isIn ? levels.breach : rest);
    const phases: Phase[] = [
      { level: rest, from: 0, until: warm },
      { level: nearly.includes(levels) ? levels.breach : rest, from: warm, until: nearUntil },
      { level: rest, from: nearUntil, until: breachFrom },
      { level: isIn ? levels.breach : rest, from: breachFrom, until: breachUntil },
      { level: rest, from: breachUntil, until: length },
    ].filter(({ from, until }) => until > from);
    return {
      levels,
      feeds: levels.feeds,
      periodSeconds: levels.periodSeconds,
      phases: once(levels, phases, taken),
    };
  });
  return {
    tracks,
    settledBy: warm,
    breachFrom,
    length,
    near: nearly.map(({ alarm }) => `${alarm.alarmName} in ALARM alone is not enough`),
  };
}

// --- internal ---

const MOST_MIXTURES = 2000;

/** Doses of metrics that earlier tracks have, one for each statistic that the track reads. */
type Doses = Map<string, readonly Dose[]>;

/** In good health and while the breach lasts. */
interface Given {
  readonly rest: Doses;
  readonly breach: Doses;
}

/**
 * The likeliest good health of an alarm that is good health also with what it shares with earlier alarms: a share of
 * requests that succeed is another one of other requests.
 */
function restBeside({ rest, breach }: Given, levels: AlarmLevels, isIn: boolean): Level {
  const { feeds, rests, alarm, reader } = levels;
  const keys = feeds.map(({ metric }) => metricKey(metric));
  const among = (doses: Doses, level: Level): Level =>
    level.map((dose, index) => {
      const given = doses.get(keys[index]!);
      const place = keys.slice(0, index).filter((key) => key === keys[index]).length;
      return given ? (given[place] ?? null) : dose;
    });
  const isQuiet = (level: Level) => !isBreaching(reader.kindOf(level), alarm);
  const fits = (own: Level) => isQuiet(among(rest, own)) && (isIn || isQuiet(among(breach, own)));
  return rests.find(fits) ?? mixtures(levels, { rest, breach }).find(fits) ?? rests[0]!;
}

/** Levels of the doses that the alarm is known by and of those that the earlier tracks have: as many succeed as are asked. */
function mixtures({ feeds, rests, near, breach }: AlarmLevels, given: Given): Level[] {
  const others = [...given.rest.values(), ...given.breach.values()].flat();
  let mixed: Dose[][] = [[]];
  for (const [index, { metric }] of feeds.entries()) {
    const own = [...rests, ...(near ? [near] : []), breach].map((level) => level[index]!);
    const doses = given.rest.has(metricKey(metric)) ? [rests[0]![index]!] : [...own, ...others];
    const unlike = doses.filter((dose, at) => doses.findIndex((one) => sameDose(one, dose)) === at);
    mixed = mixed.flatMap((level) => unlike.map((dose) => [...level, dose])).slice(0, MOST_MIXTURES);
  }
  return mixed;
}

function give(doses: Doses, { feeds }: AlarmLevels, level: Level): void {
  const own = new Map<string, Dose[]>();
  for (const [index, { metric }] of feeds.entries()) {
    const key = metricKey(metric);
    own.set(key, [...(own.get(key) ?? []), level[index]!]);
  }
  for (const [key, given] of own) if (!doses.has(key)) doses.set(key, given);
}

/** A metric that an earlier track has is left to it. */
function once({ feeds }: AlarmLevels, phases: readonly Phase[], taken: Set<string>): Phase[] {
  const keys = feeds.map(({ metric }) => metricKey(metric));
  const mine = keys.map((key) => !taken.has(key));
  for (const key of keys) taken.add(key);
  const own = (level: Level): Dose[] => level.map((dose, index) => (mine[index] ? dose : null));
  return phases.map((phase) => ({ ...phase, level: own(phase.level) }));
}

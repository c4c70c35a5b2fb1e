import { metricKey } from '../../engine';
import type { AlarmLevels, Dose, Level, Phase } from '../stimulus';
import type { Script, Track } from './script';

/**
 * A script for several alarms at once: `nearly` breach first, then `alarming`, each for as long as the slowest of them
 * needs, with good health before, between and after.
 */
export function togetherScript(
  alarming: readonly AlarmLevels[],
  nearly: readonly AlarmLevels[],
  others: readonly AlarmLevels[],
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
  const breachUntil = breachFrom + lasting(1);
  const length = breachUntil + lasting(1.3);
  const taken = new Set<string>();
  const tracks = all.map((levels): Track => {
    const rest = levels.rests[0]!;
    const isIn = alarming.includes(levels);
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

/** A metric that an earlier track has is left to it. */
function once({ feeds }: AlarmLevels, phases: readonly Phase[], taken: Set<string>): Phase[] {
  const keys = feeds.map(({ metric }) => metricKey(metric));
  const mine = keys.map((key, index) => !taken.has(key) && keys.indexOf(key) === index);
  for (const key of keys) taken.add(key);
  const own = (level: Level): Dose[] => level.map((dose, index) => (mine[index] ? dose : null));
  return phases.map((phase) => ({ ...phase, level: own(phase.level) }));
}

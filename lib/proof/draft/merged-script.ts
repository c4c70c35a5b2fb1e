import type { Phase } from '../stimulus';
import type { FoundScript } from './draft-alarm';
import type { Script, Track } from './script';

/**
 * The scripts of several alarms as one: each keeps its own near misses, all breach at the same time, for as long as the
 * slowest needs, and are well again together; where the data of some stop at the end, those of the others go on.
 * Undefined where their periods are no multiples of one another.
 */
export function mergedScript(found: readonly FoundScript[]): Script | undefined {
  const parts = found.map(({ script, silence }) => ({ script, silence, track: script.tracks[0]! }));
  const step = Math.max(...parts.map(({ track }) => track.periodSeconds)) * 1000;
  if (parts.some(({ track }) => step % (track.periodSeconds * 1000) !== 0)) return undefined;
  const upTo = (times: readonly number[]) => Math.ceil(Math.max(0, ...times) / step) * step;
  const ends = parts.map(({ script, track }) => breachOf(track, script)?.until);
  if (ends.some((end) => end === undefined)) return undefined;
  const breachFrom = upTo(parts.map(({ script }) => script.breachFrom));
  const breachUntil = breachFrom + upTo(parts.map(({ script }, index) => ends[index]! - script.breachFrom));
  const heardUntil =
    breachUntil +
    upTo(parts.map(({ script, silence }, index) => (silence?.from ?? script.length) - ends[index]!));
  const length =
    heardUntil + upTo(parts.map(({ script, silence }) => (silence ? script.length - silence.from : 0)));
  const shiftOf = (script: Script) => breachFrom - script.breachFrom;
  return {
    tracks: parts.map(({ script, silence, track }) =>
      moved(track, script, { shift: shiftOf(script), breachUntil, until: silence ? heardUntil : length }),
    ),
    settledBy: Math.max(...parts.map(({ script }) => script.settledBy + shiftOf(script))),
    breachFrom,
    length,
    near: parts.flatMap(({ script, track }) =>
      script.near.map((text) => `${track.levels.alarm.alarmName}: ${text}`),
    ),
  };
}

// --- internal ---

const breachOf = ({ phases }: Track, { breachFrom }: Script): Phase | undefined =>
  phases.find(({ from }) => from === breachFrom);

/** A track whose breach begins `shift` later and lasts until an offset, with good health before and after. */
function moved(
  track: Track,
  script: Script,
  { shift, breachUntil, until }: { shift: number; breachUntil: number; until: number },
): Track {
  const { breachFrom } = script;
  const before = track.phases
    .filter(({ from }) => from < breachFrom)
    .map((phase, index) => ({
      ...phase,
      from: index === 0 ? 0 : phase.from + shift,
      until: phase.until + shift,
    }));
  const breach = breachOf(track, script)!;
  const after = track.phases.find(({ from }) => from >= breach.until);
  const phases = [
    ...before,
    { ...breach, from: breachFrom + shift, until: breachUntil },
    ...(after ? [{ ...after, from: breachUntil, until }] : []),
  ];
  const { companion } = track;
  if (!companion) return { ...track, phases };
  const isLoud = companion.until > breachFrom;
  const half = (track.periodSeconds * 1000) / 2;
  return {
    ...track,
    phases,
    companion: {
      ...companion,
      from: companion.from + shift,
      until: isLoud ? breachUntil + half : companion.until + shift,
    },
  };
}

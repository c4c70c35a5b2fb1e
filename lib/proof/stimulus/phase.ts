import type { Signal } from '../../engine';
import type { Dose, Level } from './dose';
import type { Feed } from './feed';

/** A level that lasts; offsets in milliseconds, whole periods apart. */
export interface Phase {
  readonly level: Level;
  readonly from: number;
  readonly until: number;
}

/** The data of one metric over a time, or the records that it is made of: `every` so often, `copies` at each instant. */
export interface Burst {
  readonly feed: Feed;
  readonly value: number;
  readonly from: number;
  readonly until: number;
  readonly every: number;
  readonly copies: number;
}

/** What is published in the course of phases, phase by phase and feed by feed. */
export function burstsOf(feeds: readonly Feed[], phases: readonly Phase[], periodSeconds: number): Burst[] {
  return phases.flatMap(({ level, from, until }) =>
    level.flatMap((dose, index) => {
      const rhythm = rhythmOf(dose, periodSeconds);
      return rhythm ? [{ feed: feeds[index]!, value: dose!.value, from, until, ...rhythm }] : [];
    }),
  );
}

/** Signals for the engine; `start` is that of offset 0, epoch milliseconds. */
export function phaseSignals(
  feeds: readonly Feed[],
  phases: readonly Phase[],
  { periodSeconds, start }: { periodSeconds: number; start: number },
): Signal[] {
  return burstsOf(feeds, phases, periodSeconds).flatMap(({ feed, value, from, until, every, copies }) => {
    const length = Math.ceil((until - from) / every);
    const one: Signal[] =
      feed.kind === 'datum' ? [seriesSignal(feed, value, start + from, every, length)] : [];
    if (feed.kind === 'log') {
      const record = feed.recordOf(value);
      if (record.kind !== 'sample') throw new RangeError(record.reason);
      const { logGroupName, message } = record;
      for (let index = 0; index < length; index++)
        one.push({ type: 'log', timestamp: start + from + index * every, logGroupName, message });
    }
    return Array.from({ length: copies }, () => one).flat();
  });
}

// --- internal ---

function rhythmOf(dose: Dose, periodSeconds: number): Pick<Burst, 'every' | 'copies'> | undefined {
  if (dose === null) return undefined;
  if (dose.count <= periodSeconds) return { every: (periodSeconds * 1000) / dose.count, copies: 1 };
  return { every: 1000, copies: Math.ceil(dose.count / periodSeconds) };
}

function seriesSignal({ metric }: Feed, value: number, start: number, every: number, length: number): Signal {
  const { namespace, metricName, dimensions, unit } = metric;
  return {
    type: 'series',
    namespace,
    metricName,
    dimensions,
    start,
    every,
    length,
    valueAt: () => value,
    ...(unit === undefined ? {} : { unit }),
  };
}

import type { UserEventSignal } from '../contract';
import type { Families, Family } from './families';
import type { LimitReading, Rejection, RunReading } from './read-event';

/** Which series of a family is meant. */
export interface SeriesId {
  readonly family: Family;
  /** In the order of the family's label names. */
  readonly labels: readonly string[];
  /** The labels as one text, see seriesKey. */
  readonly key: string;
}

/** One number for one series: added to a counter, observed by a histogram, set on a gauge. */
export interface Update extends SeriesId {
  /** In the family's unit. */
  readonly value: number;
  /**
   * What exists from the same moment on, without a count: asked for when the series is new. A rate or an increase
   * needs a 0 before the first 1, so OpenWhisk's service makes all counters of an action at its first event.
   */
  readonly siblings?: () => readonly SeriesId[];
}

export type Reading = RunReading | LimitReading | Rejection;

export interface EventUpdatesProps {
  readonly families: Families;
  /** Initiators of whose actions nothing is told; the totals over all namespaces do count them. @default none */
  readonly ignoredNamespaces?: readonly string[];
}

/** What an event means in metrics, as a function of nothing but the event. */
export function eventUpdates(props: EventUpdatesProps): (reading: Reading) => readonly Update[] {
  const { of, statuses, failure } = props.families;
  const ignored = new Set(props.ignoredNamespaces ?? []);

  function run(reading: RunReading): Update[] {
    const { namespace, initiator, action, initTime, userStatusCode } = reading;
    const status = statuses[reading.statusCode]!;
    const cold = initTime > 0;
    const updates: Update[] = [];
    add(updates, of.allRuns, '', NONE, 1);
    add(updates, of.allStatus, status, [status], 1);
    if (failure !== undefined && reading.statusCode !== 0) add(updates, of.allStatus, failure, [failure], 1);
    if (cold) {
      add(updates, of.allColdStarts, '', NONE, 1);
      add(updates, of.allInitTime, '', NONE, initTime);
    }
    add(updates, of.allWaitTime, '', NONE, reading.waitTime);
    add(updates, of.allDuration, '', NONE, reading.duration);
    const both = [initiator, initiator];
    add(updates, of.namespaceRuns, seriesKey(both), both, 1);
    if (ignored.has(initiator)) return updates;
    const labels = [namespace, initiator, action];
    const key = seriesKey(labels);
    const memory = String(reading.memory);
    add(updates, of.runs, `${key}\0${reading.kind}\0${memory}`, [...labels, reading.kind, memory], 1);
    if (cold) {
      add(updates, of.coldStarts, key, labels, 1);
      add(updates, of.initTime, key, labels, initTime);
    }
    add(updates, of.waitTime, key, labels, reading.waitTime, () => siblings(labels, key));
    add(updates, of.duration, key, labels, reading.duration);
    if (reading.size !== undefined) add(updates, of.responseSize, key, labels, reading.size);
    add(updates, of.status, `${key}\0${status}`, [...labels, status], 1);
    if (userStatusCode !== undefined)
      add(updates, of.statusCode, `${key}\0${userStatusCode}`, [...labels, userStatusCode], 1);
    add(updates, of.memory, key, labels, reading.memory);
    return updates;
  }

  function limit({ metric, initiator, value }: LimitReading): Update[] {
    const updates: Update[] = [];
    add(updates, of.allMetrics, '', NONE, 1);
    const { signal, isGauge } = LIMITS[metric];
    add(updates, of[signal], initiator, [initiator], isGauge ? value : 1, () => limits(initiator));
    return updates;
  }

  /** Whatever is counted of an action beyond its wait, which every run has. */
  function siblings(labels: readonly string[], key: string): SeriesId[] {
    return [
      ...named([of.coldStarts, of.initTime, of.duration, of.responseSize], labels, key),
      ...statuses.flatMap((status) => named([of.status], [...labels, status], `${key}\0${status}`)),
      ...limits(labels[1]!),
    ];
  }

  const limits = (initiator: string): SeriesId[] =>
    named([of.concurrentLimit, of.timedLimit], [initiator], initiator);

  return (reading) => {
    if (reading.type === 'run') return run(reading);
    if (reading.type === 'limit') return limit(reading);
    const updates: Update[] = [];
    add(updates, of.rejected, reading.reason, [reading.reason], 1);
    return updates;
  };
}

/** Labels hold no NUL: readEvent refuses it. */
export const seriesKey = (labels: readonly string[]): string => labels.join('\0');

// --- internal ---

const NONE: readonly string[] = [];

/** A limit counts each time that it was exceeded; OpenWhisk's consumer leaves the third out, and so does its preset. */
const LIMITS = {
  ConcurrentRateLimit: { signal: 'concurrentLimit', isGauge: false },
  TimedRateLimit: { signal: 'timedLimit', isGauge: false },
  ConcurrentInvocations: { signal: 'concurrentRuns', isGauge: true },
} as const satisfies Record<LimitReading['metric'], { signal: UserEventSignal; isGauge: boolean }>;

function add(
  updates: Update[],
  family: Family | undefined,
  key: string,
  labels: readonly string[],
  raw: number,
  siblings?: Update['siblings'],
): void {
  if (family !== undefined) updates.push({ family, key, labels, value: raw / family.divisor, siblings });
}

/** One series of each family that the preset has. */
function named(
  families: readonly (Family | undefined)[],
  labels: readonly string[],
  key: string,
): SeriesId[] {
  return families.flatMap((family) => (family === undefined ? [] : [{ family, labels, key }]));
}

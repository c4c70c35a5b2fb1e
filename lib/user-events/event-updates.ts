import type { UserEventSignal } from '../contract';
import type { Families, Family } from './families';
import type { LimitReading, Rejection, RunReading } from './read-event';

/** One number for one series: added to a counter, observed by a histogram, set on a gauge. */
export interface Update {
  readonly family: Family;
  /** In the order of the family's label names. */
  readonly labels: readonly string[];
  /** The labels as one text, see seriesKey. */
  readonly key: string;
  /** In the family's unit. */
  readonly value: number;
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
    add(updates, of.waitTime, key, labels, reading.waitTime);
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
    add(updates, of[signal], initiator, [initiator], isGauge ? value : 1);
    return updates;
  }

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
): void {
  if (family !== undefined) updates.push({ family, key, labels, value: raw / family.divisor });
}

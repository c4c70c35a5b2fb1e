import type { AlarmCard } from '../lib/local/console/alarm-card';
import type { RealmStatus, WorkerStatus } from '../lib/local/console/realm-status';

/** One worker's way to who is told, or the alarms that are of none. */
export interface LaneView {
  readonly id: string;
  readonly title: string;
  readonly worker?: WorkerStatus;
  /** Firing first, then the one that watches the worker's heartbeats, always there, then those that change. */
  readonly shown: readonly AlarmCard[];
  /** All others, in the order of the template. */
  readonly quiet: readonly AlarmCard[];
}

export function laneViews({ workers, alarms, events, now }: LaneSource): LaneView[] {
  const changed = new Set(
    events.flatMap((event) =>
      event.type === 'transition' && Date.parse(event.at) > now - CHANGED_MS ? [event.alarm] : [],
    ),
  );
  const rank = (card: AlarmCard, keystone?: string) => {
    if (card.state === 'ALARM') return card.topics.length > 0 ? 0 : 1;
    if (card.alarmName === keystone) return 2;
    if (breaching(card) > 0) return 3;
    return changed.has(card.alarmName) ? 4 : QUIET;
  };
  const lane = (id: string, title: string, own: readonly AlarmCard[], worker?: WorkerStatus): LaneView => {
    const ranked = own.map((card) => ({ card, place: rank(card, worker?.heartbeat.alarmName) }));
    const shown = ranked.filter(({ place }) => place < QUIET);
    return {
      id,
      title,
      ...(worker && { worker }),
      shown: shown.sort((a, b) => a.place - b.place || b.card.since - a.card.since).map(({ card }) => card),
      quiet: ranked.filter(({ place }) => place === QUIET).map(({ card }) => card),
    };
  };
  const ofKind = (kind: 'jobs' | 'realm') => alarms.filter((card) => card.lane.kind === kind);
  return [
    ...workers.map((worker) => {
      const own = alarms.filter(({ lane: of }) => of.kind === 'worker' && of.worker === worker.worker);
      return lane(`worker ${worker.worker}`, worker.worker, own, worker);
    }),
    lane('jobs', 'single jobs', ofKind('jobs')),
    lane('realm', 'the realm itself', ofKind('realm')),
  ].filter(({ worker, shown, quiet }) => worker || shown.length + quiet.length > 0);
}

/** How many of the newest datapoints that the alarm looks at breach its threshold; 0 when the newest one does not. */
export function breaching({ condition, datapoints }: Pick<AlarmCard, 'condition' | 'datapoints'>): number {
  if (!condition) return 0;
  const newest = datapoints.slice(-condition.evaluationPeriods).map(([, value]) => value);
  const breaches = newest.map((value) => isBreach(condition, value));
  return breaches.at(-1) ? breaches.filter(Boolean).length : 0;
}

export function isBreach({ operator, threshold }: Threshold, value: number | null): boolean {
  return value !== null && BREACHES[operator](value, threshold);
}

// --- internal ---

type LaneSource = Pick<RealmStatus, 'workers' | 'alarms' | 'events' | 'now'>;
type Threshold = Pick<NonNullable<AlarmCard['condition']>, 'operator' | 'threshold'>;

/** Place of an alarm that is folded. */
const QUIET = 5;

/** What has changed so lately is still of interest. */
const CHANGED_MS = 600_000;

const BREACHES: Readonly<Record<Threshold['operator'], (value: number, threshold: number) => boolean>> = {
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
};

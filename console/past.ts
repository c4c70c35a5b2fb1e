import type { RealmStatus } from '../lib/local/console/realm-status';
import { span, timeOf } from './time-text';

/** What the timeline draws; instants are epoch milliseconds. */
export interface Past {
  readonly from: number;
  readonly to: number;
  /** Heartbeats of each worker, minute by minute. */
  readonly beats: readonly Beats[];
  readonly down: readonly Band[];
  readonly firing: readonly Band[];
  readonly told: readonly Mark[];
}

export interface Beats {
  readonly worker: string;
  readonly points: readonly (readonly [at: number, count: number | null])[];
}

export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** A whole worker is down, or an alarm of a worker fires; else it is drawn faintly. */
  readonly isOutage: boolean;
}

export interface Mark {
  readonly at: number;
  readonly label: string;
}

export function pastOf(status: RealmStatus): Past {
  const { now, start, workers, inbox } = status;
  const from = now - Math.min(LONGEST_MS, Math.max(SHORTEST_MS, now - start));
  const seen = <T extends { readonly to: number }>(bands: readonly T[]) =>
    bands.filter(({ to }) => to > from);
  return {
    from,
    to: now,
    beats: workers.map(({ worker, heartbeat }) => ({ worker, points: withEnd(heartbeat.minutes) })),
    down: seen(downBands(status)),
    firing: seen(firingBands(status)),
    told: inbox
      .filter(({ at, isFirstOk }) => at > from && !isFirstOk)
      .map(({ at, channel }) => ({ at, label: channel }))
      .toReversed(),
  };
}

/** The stretches in which one at least of the bands is an outage, oldest first. */
export function outages(bands: readonly Band[]): Pick<Band, 'from' | 'to'>[] {
  const merged: { from: number; to: number }[] = [];
  const sorted = bands.filter(({ isOutage }) => isOutage).sort((a, b) => a.from - b.from);
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** The timeline for those who do not see it. */
export function pastText({ from, to, down, firing, told }: Past): string {
  const until = (end: number) => (end === to ? 'still' : `to ${timeOf(end)}`);
  const band = (verb: string) => (one: Band) =>
    `${one.label} ${verb} from ${timeOf(one.from)} ${until(one.to)}`;
  const marks = told.map(({ at, label }) => `alert by ${label} at ${timeOf(at)}`);
  const all = [...down.map(band('')), ...firing.map(band('in ALARM')), ...marks].map((one) =>
    one.replace(/ +/g, ' '),
  );
  return `The last ${span(to - from)}: ${all.join('; ') || 'no worker was down and nobody was told anything'}`;
}

// --- internal ---

const LONGEST_MS = 3_600_000;
/** At the start there is no hour to be seen yet. */
const SHORTEST_MS = 480_000;

const MINUTE_MS = 60_000;

/** A step is drawn up to the next point, so the last minute needs one at its end. */
function withEnd(minutes: Beats['points']): Beats['points'] {
  const last = minutes.at(-1);
  return last ? [...minutes, [last[0] + MINUTE_MS, last[1]]] : [];
}

const oldestFirst = ({ events }: RealmStatus) => events.toReversed();

/** When how many instances of a worker were down. */
function downBands(status: RealmStatus): Band[] {
  const bands: Band[] = [];
  for (const { worker, instances } of status.workers) {
    const down = new Set<string>();
    let since = status.start;
    const close = (at: number) => {
      if (down.size > 0 && at > since) {
        const isOutage = down.size === instances.length;
        const label = isOutage ? `${worker} down` : `${[...down].join(', ')} down`;
        bands.push({ from: since, to: at, label, isOutage });
      }
      since = at;
    };
    for (const event of oldestFirst(status)) {
      if (event.type !== 'worker' || event.worker !== worker) continue;
      const isDown = !RUNNING.has(event.status);
      if (isDown === down.has(event.instance)) continue;
      close(Date.parse(event.at));
      if (isDown) down.add(event.instance);
      else down.delete(event.instance);
    }
    close(status.now);
  }
  return bands;
}

const RUNNING: ReadonlySet<string> = new Set(['started', 'up']);

function firingBands(status: RealmStatus): Band[] {
  const { alarms, now, start } = status;
  return alarms.flatMap(({ alarmName, label, lane }) => {
    const isOutage = lane.kind === 'worker';
    const name = lane.kind === 'worker' ? `${lane.worker} ${label}` : label;
    const changes = oldestFirst(status).filter(
      (event) => event.type === 'transition' && event.alarm === alarmName,
    );
    return changes.flatMap((event, place) => {
      if (event.type !== 'transition') return [];
      const next = changes[place + 1];
      const band = { label: name, isOutage, to: next ? Date.parse(next.at) : now };
      if (event.to === 'ALARM') return [{ ...band, from: Date.parse(event.at) }];
      // The beginning of this one is not remembered any more.
      return place === 0 && event.from === 'ALARM'
        ? [{ ...band, from: start, to: Date.parse(event.at) }]
        : [];
    });
  });
}

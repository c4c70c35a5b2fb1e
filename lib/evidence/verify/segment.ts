import type { AlarmState } from '../../engine';
import type { AlarmRecord, RecordedChange } from '../history/recorded-history';

/** A stretch of an alarm's history in which nobody but CloudWatch touched it; instants are epoch milliseconds. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  /** At `from`. */
  readonly state: AlarmState;
  /** CloudWatch's own, by time. */
  readonly changes: readonly RecordedChange[];
  /** Milliseconds of the evaluations within their interval, or within a minute where that is longer. */
  readonly phase: number;
}

export interface SegmentSettings {
  /** The first instant from which everything that an evaluation looks at is known. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds between two evaluations. */
  readonly interval: number;
}

/** Where evaluations are when no change of the alarm tells: the second of the minute that the engine takes. */
const USUAL_PHASE = 49_000;

/**
 * The stretches that can be judged. A definition that changed is known only from then on; a state that somebody set
 * begins a new stretch, since it moves the second of the evaluations. Empty where the state is nowhere recorded.
 */
export function segmentsOf(record: AlarmRecord, { from, to, interval }: SegmentSettings): Segment[] {
  const configured = record.configuredAt.filter((at) => at <= to).at(-1);
  const start = Math.max(from, configured ?? from);
  const within = record.changes.filter(({ at }) => at > start && at <= to);
  const unit = Math.min(interval, MINUTE);
  const ownPhase = phaseOf(
    record.changes.filter(({ at, isForced }) => !isForced && at >= (configured ?? from)),
    unit,
  );
  const state = stateAt(record, start, within[0]);
  const segments: Segment[] = [];
  let open: { from: number; state: AlarmState | undefined; changes: RecordedChange[] } = {
    from: start,
    state,
    changes: [],
  };
  const close = (end: number) => {
    if (open.state === undefined || end <= open.from) return;
    const phase = phaseOf(open.changes, unit) ?? ownPhase ?? USUAL_PHASE % unit;
    segments.push({ from: open.from, to: end, state: open.state, changes: open.changes, phase });
  };
  for (const change of within) {
    if (!change.isForced) {
      open.changes.push(change);
      continue;
    }
    close(change.at - 1);
    open = { from: change.at, state: change.to, changes: [] };
  }
  close(to);
  return segments;
}

/** Whether the changes of a stretch lie at one second, as those of an alarm do that nobody touches. */
export function isSteady({ changes, phase }: Segment, interval: number): boolean {
  const unit = Math.min(interval, MINUTE);
  return changes.every(({ at }) => distance(at % unit, phase, unit) <= MOST_DRIFT);
}

// --- internal ---

const MINUTE = 60_000;
/** Recorded evaluations drift by milliseconds. */
const MOST_DRIFT = 2_000;

function stateAt(record: AlarmRecord, at: number, next: RecordedChange | undefined): AlarmState | undefined {
  if (next) return next.from;
  const before = record.changes.filter((change) => change.at <= at).at(-1);
  if (before) return before.to;
  return record.createdAt !== undefined && record.createdAt <= at ? 'INSUFFICIENT_DATA' : undefined;
}

/** The middle one of the changes' places in the interval, which is a circle. */
function phaseOf(changes: readonly RecordedChange[], unit: number): number | undefined {
  const places = changes.map(({ at }) => at % unit);
  const cost = (place: number) => places.reduce((sum, other) => sum + distance(place, other, unit), 0);
  const costs = places.map(cost);
  return places[costs.indexOf(Math.min(...costs))];
}

function distance(one: number, other: number, unit: number): number {
  const apart = Math.abs(one - other) % unit;
  return Math.min(apart, unit - apart);
}

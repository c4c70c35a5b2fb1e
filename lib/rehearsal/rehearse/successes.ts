import { type SuccessRecord, successRecord } from '../../contract';
import type { LogSignal } from '../../engine/model/signal';

/** A run that succeeds, by a record among signals; epoch milliseconds. */
export interface Success extends SuccessRecord {
  readonly logGroupName: string;
  readonly timestamp: number;
  readonly visibleAt: number;
}

/** The runs that succeed by records. */
export const successesAmong = (logs: readonly LogSignal[]): Success[] =>
  logs.flatMap(({ timestamp, visibleAt = timestamp, logGroupName, message }) => {
    const record = successRecord(message);
    return record ? [{ ...record, logGroupName, timestamp, visibleAt }] : [];
  });

/** The latest of the successes that are seen at an instant; undefined while none is. */
export function lastSeen(
  successes: readonly Pick<Success, 'timestamp' | 'visibleAt'>[],
): (now: number) => number | undefined {
  const seen = [...successes].sort((a, b) => a.visibleAt - b.visibleAt);
  let latest = Number.NEGATIVE_INFINITY;
  const known = seen.map(({ timestamp }) => {
    latest = Math.max(latest, timestamp);
    return latest;
  });
  return (now) => {
    let [from, to] = [0, seen.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (seen[middle]!.visibleAt <= now) from = middle + 1;
      else to = middle;
    }
    return known[from - 1];
  };
}

import type { AlarmStatus } from '../../engine/alarm-state/alarm-status';

/** A datapoint as an evaluation saw it: where its period begins (epoch milliseconds), and null for a missing one. */
export type HistoryPoint = readonly [start: number, value: number | null];

/** What the evaluations of the last hour have seen, alarm by alarm; of metric math, its result. */
export interface AlarmHistory {
  /** Takes what each alarm's last evaluation has seen. */
  readonly record: (alarms: readonly AlarmStatus[]) => void;
  /** Oldest first; none for a composite alarm. */
  readonly of: (alarmName: string) => readonly HistoryPoint[];
}

export function createAlarmHistory(): AlarmHistory {
  const kept = new Map<string, Kept>();
  return {
    record(alarms) {
      for (const { alarmName, evaluation } of alarms) {
        const known = kept.get(alarmName);
        if (!evaluation || evaluation.at === known?.at) continue;
        const values = known?.values ?? new Map();
        // A datum that came late changes what an evaluation before had seen.
        for (const { start, value } of evaluation.datapoints) values.set(start, value);
        for (const start of values.keys()) if (start < evaluation.at - KEPT_MS) values.delete(start);
        kept.set(alarmName, { at: evaluation.at, values });
      }
    },
    of: (alarmName) => [...(kept.get(alarmName)?.values ?? [])].sort(([a], [b]) => a - b),
  };
}

// --- internal ---

interface Kept {
  /** When it was evaluated last. */
  readonly at: number;
  readonly values: Map<number, number | null>;
}

const KEPT_MS = 3_600_000;

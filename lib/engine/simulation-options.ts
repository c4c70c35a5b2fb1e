import type { VisibilityDelays } from './metric/metric-store';
import type { EvaluationRangeStrategy } from './metric-alarm/evaluation-range';
import type { AlarmState } from './model';

/** How a simulation runs; instants and durations are milliseconds. */
export interface SimulationOptions {
  /** The instant at which the simulation begins; alarms that do not exist already are created then. */
  readonly start: number;
  /** States of alarms that exist already, by name. @default none exist */
  readonly states?: Readonly<Record<string, AlarmState>>;
  /**
   * Offset of an alarm's evaluations within their interval (a minute, ten seconds or an hour).
   * @default second 49 of the minute
   */
  readonly evaluationOffset?: number | ((alarmName: string) => number);
  /** From SetAlarmState to the next evaluation. @default 30_000 */
  readonly restartDelay?: number;
  /** From the time of a datum to its visibility, where a signal does not say. */
  readonly delays?: Partial<VisibilityDelays>;
  /** @default N + max(2, ceil(60 / period)) */
  readonly evaluationRange?: EvaluationRangeStrategy;
  /** Whether the outcome has EventBridge's events; they cost more than the rest of a transition. @default false */
  readonly events?: boolean;
  /** How long data are kept for `series`, beyond what alarms need. @default three hours */
  readonly retention?: number;
}

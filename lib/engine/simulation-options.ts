import type { LongReading } from './metric/metrics-reader';
import type { RecordedSpan } from './metric-alarm/recorded-slots';
import type { AlarmState } from './model';
import type { Reading } from './reading';

/** How a simulation runs; instants and durations are milliseconds. */
export interface SimulationOptions {
  /** The instant at which the simulation begins; alarms that do not exist already are created then. */
  readonly start: number;
  /**
   * States of alarms that exist already, by name; of one that a composite names and the model does not have, its state
   * all the time. @default none exist, and what is elsewhere is not known
   */
  readonly states?: Readonly<Record<string, AlarmState>>;
  /** Answers to what AWS leaves open; the best supported ones stand for those that are not given. */
  readonly reading?: Partial<Reading>;
  /** From SetAlarmState to the next evaluation. @default the reading's, 30_000 */
  readonly restartDelay?: number;
  /** Whether the outcome has EventBridge's events; they cost more than the rest of a transition. @default false */
  readonly events?: boolean;
  /** How long data are kept for `series`, beyond what alarms need. @default three hours */
  readonly retention?: number;
  /** Statistics that `series` is asked for further back, or of which no alarm takes one of their kind. @default none */
  readonly longReadings?: readonly LongReading[];
  /**
   * By alarm, the only time that was recorded of what it reads: at all others its datapoints are not breaching, so that what
   * is in ALARM is so whatever was before and after. @default all time counts, and nothing then is silence
   */
  readonly recorded?: ReadonlyMap<string, RecordedSpan>;
}

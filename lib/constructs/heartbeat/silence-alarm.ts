/** How a metric alarm must be set so that silence is in ALARM in time; see silenceAlarm. */
export interface SilenceAlarm {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  /** CloudWatch's WarmUpPeriodDurationInMinutes. */
  readonly warmUpMinutes: number;
}

/** A fleet that may have no machine at all, which is no silence. */
export interface EmptyFleet {
  /** From the launch of a machine to the first heartbeat of its worker. */
  readonly bootSeconds: number;
}

/** What a machine is taken to need when nobody says otherwise. */
export const DEFAULT_BOOT_SECONDS = 300;

/** The longest interval between two heartbeats: CloudWatch's longest period is a day. */
export const LONGEST_EVERY_SECONDS = 86_400;

/**
 * The alarm that keeps the promise `{ every, alarmAfter }`: ALARM no later than alarmAfter plus the delay of one
 * evaluation (70 s) after the last heartbeat, and never for one late or lost record.
 *
 * Under `breaching`, CloudWatch alarms on silence only when its whole evaluation range is empty, and that is
 * N + 2 periods wide when the period is a minute or more. The window ends at a full minute, so the minute of
 * the last heartbeat has to pass first: `alarmAfter = 60 s + (N + 2) * period`, solved for N. Even N = 1 leaves
 * a range of three periods, which one lost record cannot empty.
 *
 * The alarm of a fleet that may be empty reads an expression that is 0 in silence, 1 without machines. A value
 * is no gap, so it alarms after N periods; N must outlast a lost record, one that is not visible yet, and a boot.
 *
 * @throws Error when no alarm can keep the promise; the text names the limits.
 */
export function silenceAlarm(
  everySeconds: number,
  alarmAfterSeconds: number,
  empty?: EmptyFleet,
): SilenceAlarm {
  const { smallest, largest } = alarmAfterLimits(everySeconds, empty);
  if (alarmAfterSeconds < smallest || alarmAfterSeconds > largest) {
    throw new RangeError(`no alarm keeps ${alarmAfterSeconds} s, allowed: ${smallest} s to ${largest} s`);
  }
  const periodSeconds = periodFor(everySeconds);
  const slots = Math.floor((alarmAfterSeconds - MINUTE) / periodSeconds);
  const evaluationPeriods = empty ? slots : slots - EXTRA_SLOTS;
  const warmUp = Math.ceil(Math.max(alarmAfterSeconds, SHORTEST_WARM_UP) / MINUTE);
  return {
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm: evaluationPeriods,
    warmUpMinutes: Math.min(warmUp, LONGEST_WARM_UP_MINUTES),
  };
}

/**
 * The smallest and largest alarmAfter, in seconds, that an alarm can keep for an interval. Beyond a day of
 * evaluation periods CloudWatch evaluates once an hour only, so no promise to the minute holds there.
 */
export function alarmAfterLimits(
  everySeconds: number,
  empty?: EmptyFleet,
): { smallest: number; largest: number } {
  if (!(everySeconds >= 1 && everySeconds <= LONGEST_EVERY_SECONDS)) {
    throw new RangeError(`no alarm watches an interval of ${everySeconds} s, allowed: 1 s to 86400 s`);
  }
  const period = periodFor(everySeconds);
  const mostPeriods = Math.floor(DAY / period);
  const fewestSlots = empty
    ? Math.max(4, Math.ceil(empty.bootSeconds / period) + EXTRA_SLOTS + 1)
    : 1 + EXTRA_SLOTS;
  const mostSlots = empty ? mostPeriods : mostPeriods + EXTRA_SLOTS;
  return { smallest: MINUTE + fewestSlots * period, largest: MINUTE + mostSlots * period };
}

// --- internal ---

const MINUTE = 60;
const DAY = 86_400;

/** Evaluation range minus EvaluationPeriods, for periods of a minute or more. */
const EXTRA_SLOTS = 2;

/** A new fleet needs this long to launch, install and send its first heartbeat. */
const SHORTEST_WARM_UP = 30 * MINUTE;

/** CloudWatch's limit. */
const LONGEST_WARM_UP_MINUTES = 2_880;

/** One heartbeat a period at least, or every second period would be empty in good health. */
function periodFor(everySeconds: number): number {
  return Math.max(MINUTE, Math.ceil(everySeconds / MINUTE) * MINUTE);
}

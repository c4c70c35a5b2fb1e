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

/** The longest interval between two heartbeats: with a lost record and the hours of a long window, within CloudWatch's week. */
export const LONGEST_EVERY_SECONDS = 86_400;

/** How late a record may become visible without being missed. */
export const LATEST_RECORD_SECONDS = 120;

/** The alarm of Lava's own template, on the bare metric: how long it takes depends on how far CloudWatch looks back. */
export const LAVA_SILENCE_ALARM: SilenceAlarm = {
  periodSeconds: 60,
  evaluationPeriods: 5,
  datapointsToAlarm: 5,
  warmUpMinutes: 30,
};

/**
 * The alarm that keeps the promise `{ every, alarmAfter }`: ALARM between alarmAfter - 60 s and alarmAfter + 70 s
 * after the last heartbeat, and never for one lost record or for records that are visible up to two minutes late.
 *
 * It is to be set on a series without gaps, that of `silenceMetric`, so that the newest period decides, however far
 * CloudWatch looks back: its evaluation range is documented nowhere. One period is the whole window, which slides by
 * the minute. It ends at a full minute, so that of the last heartbeat has to pass first: `alarmAfter = 60 s + period`.
 * It has to span two intervals, or one lost record is silence, and two minutes more, or late ones are; that of a fleet
 * that may be empty must outlast a boot, too.
 *
 * More than a day takes several periods, and CloudWatch then evaluates once an hour, on data up to the full hour: ALARM
 * between three hours before alarmAfter and alarmAfter.
 *
 * @throws RangeError when no alarm can keep the promise; the text names the limits.
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
  if (alarmAfterSeconds % MINUTE !== 0) {
    throw new RangeError(`no alarm keeps ${alarmAfterSeconds} s, allowed: whole minutes`);
  }
  const isLong = tolerated(everySeconds, empty) > DAY;
  const window = isLong ? floorTo(HOUR, alarmAfterSeconds - 2 * HOUR) : alarmAfterSeconds - MINUTE;
  const periodSeconds = isLong ? HOUR : window;
  const evaluationPeriods = window / periodSeconds;
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
 * evaluation periods CloudWatch evaluates once an hour only, which is for intervals that leave no choice.
 */
export function alarmAfterLimits(
  everySeconds: number,
  empty?: EmptyFleet,
): { smallest: number; largest: number } {
  if (!(everySeconds >= 1 && everySeconds <= LONGEST_EVERY_SECONDS)) {
    throw new RangeError(`no alarm watches an interval of ${everySeconds} s, allowed: 1 s to 86400 s`);
  }
  const window = tolerated(everySeconds, empty);
  if (window > DAY) return { smallest: ceilTo(HOUR, window) + 2 * HOUR, largest: 7 * DAY };
  return { smallest: ceilTo(MINUTE, window) + MINUTE, largest: DAY + MINUTE };
}

/** One heartbeat a period at least, for what looks at single ones. */
export const beatPeriod = (everySeconds: number): number => ceilTo(MINUTE, everySeconds);

/** The shortest periods of whole minutes that fill the window of a silence alarm, and how many of them. */
export function cutWindow({ periodSeconds, evaluationPeriods }: SilenceAlarm): {
  periodSeconds: number;
  periods: number;
} {
  const window = periodSeconds * evaluationPeriods;
  const unit = window > DAY ? HOUR : MINUTE;
  let period = unit;
  while (window % period !== 0 || window / period > MOST_PERIODS) period += unit;
  return { periodSeconds: period, periods: window / period };
}

// --- internal ---

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** As many as an hour has minutes: more would only be more to compute. */
const MOST_PERIODS = 60;

/** A new fleet needs this long to launch, install and send its first heartbeat. */
const SHORTEST_WARM_UP = 30 * MINUTE;

/** CloudWatch's limit. */
const LONGEST_WARM_UP_MINUTES = 2_880;

const ceilTo = (unit: number, seconds: number): number => Math.ceil(seconds / unit) * unit;
const floorTo = (unit: number, seconds: number): number => Math.floor(seconds / unit) * unit;

/**
 * The longest gap between heartbeats that is none: one is lost and the next late. The metric of the machines tells
 * of a launch up to a minute before it.
 */
function tolerated(everySeconds: number, empty: EmptyFleet | undefined): number {
  const lost = 2 * everySeconds + LATEST_RECORD_SECONDS;
  return empty ? Math.max(lost, empty.bootSeconds + everySeconds + LATEST_RECORD_SECONDS + MINUTE) : lost;
}

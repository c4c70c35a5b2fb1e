/** How an alarm must be set to see that a scheduled job no longer runs; see missingRunAlarm. */
export interface MissingRunAlarm {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly warmUpMinutes: number;
}

/**
 * The dead man's switch of a job that ends a run `every` so often: ALARM no later than alarmAfter after the end of
 * the last run, and never while runs end in time. It reads a series that is 0 where there is no run, so it alarms
 * after N periods. A window of up to a day slides by the minute and is cut into at most 96 periods; a longer one
 * is evaluated by CloudWatch once an hour, with periods of an hour.
 *
 * @throws RangeError when no alarm can keep the promise; the text names the limits.
 */
export function missingRunAlarm(everySeconds: number, alarmAfterSeconds: number): MissingRunAlarm {
  const { smallest, largest } = missingRunLimits(everySeconds);
  if (!(alarmAfterSeconds >= smallest && alarmAfterSeconds <= largest)) {
    throw new RangeError(`no alarm keeps ${alarmAfterSeconds} s, allowed: ${smallest} s to ${largest} s`);
  }
  const isLong = alarmAfterSeconds > DAY + DELAY;
  const windowSeconds = alarmAfterSeconds - (isLong ? HOUR + DELAY : DELAY);
  const periodSeconds = isLong ? HOUR : Math.ceil(windowSeconds / MOST_PERIODS / MINUTE) * MINUTE;
  return {
    periodSeconds,
    evaluationPeriods: Math.max(1, Math.floor(windowSeconds / periodSeconds)),
    // Until the first run that is due, and its tolerance; CloudWatch warms up for two days at most.
    warmUpMinutes: Math.min(2_880, Math.ceil(alarmAfterSeconds / MINUTE)),
  };
}

/** The smallest and largest alarmAfter, in seconds: an interval with a tolerance, and seven days of periods. */
export function missingRunLimits(everySeconds: number): { smallest: number; largest: number } {
  const smallest = everySeconds * (1 + TOLERANCE) + 2 * DELAY;
  const isLong = smallest > DAY + DELAY;
  return {
    smallest: Math.ceil((isLong ? smallest + 2 * HOUR : smallest) / MINUTE) * MINUTE,
    largest: 7 * DAY,
  };
}

// --- internal ---

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const MOST_PERIODS = 96;

/** From the end of the window to the evaluation, with the minute in which the last run ended. */
const DELAY = 130;

/** A period more than the interval, however the window is cut: a run does not end at the same second each time. */
const TOLERANCE = 1 / 8;

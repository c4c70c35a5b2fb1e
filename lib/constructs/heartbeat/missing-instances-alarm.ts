/** How an alarm must be set to see one process of many fall silent; see missingInstancesAlarm. */
export interface MissingInstancesAlarm {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/** More processes missing than this is an alarm; heartbeats are counted, so one lost record is a fraction. */
export const MISSING_THRESHOLD = 0.5;

/**
 * The alarm that keeps the promise `{ every, missingAfter }`: one silent process of many is in ALARM no later than
 * missingAfter plus the delay of one evaluation (70 s) after its last heartbeat.
 *
 * A period holds three heartbeats of each process or more, so that one lost record is a third of a process. A silent
 * one shows when more than half of its heartbeats in a period are missing; M such periods are needed. Records that
 * are visible two minutes late leave the newest period short of those of every process, so that M - 1 periods have to
 * outlast a boot. The N-th period is for one that the metric of the machines, which is late too, speaks of too low.
 *
 * @throws RangeError when no alarm can keep the promise; the text names the limits.
 */
export function missingInstancesAlarm(
  everySeconds: number,
  missingAfterSeconds: number,
): MissingInstancesAlarm {
  const { smallest, largest } = missingAfterLimits(everySeconds);
  if (!(missingAfterSeconds >= smallest && missingAfterSeconds <= largest)) {
    throw new RangeError(`no alarm keeps ${missingAfterSeconds} s, allowed: ${smallest} s to ${largest} s`);
  }
  const periodSeconds = periodFor(everySeconds);
  const datapointsToAlarm =
    1 + Math.floor((missingAfterSeconds - MINUTE - telling(everySeconds)) / periodSeconds);
  return { periodSeconds, datapointsToAlarm, evaluationPeriods: datapointsToAlarm + 1 };
}

/** The smallest and largest missingAfter, in seconds; CloudWatch evaluates more than a day once an hour only. */
export function missingAfterLimits(everySeconds: number): { smallest: number; largest: number } {
  const period = periodFor(everySeconds);
  const most = Math.floor(DAY / period) - 2;
  return {
    smallest: MINUTE + telling(everySeconds) + period,
    largest: MINUTE + telling(everySeconds) + most * period,
  };
}

// --- internal ---

const MINUTE = 60;
const DAY = 86_400;
const BEATS_PER_PERIOD = 3;
/** Late records are to leave a single period short. */
const SHORTEST_PERIOD = 180;

function periodFor(everySeconds: number): number {
  return Math.max(SHORTEST_PERIOD, Math.ceil((everySeconds * BEATS_PER_PERIOD) / MINUTE) * MINUTE);
}

/** How long a process must have been silent for a period to show it. */
function telling(everySeconds: number): number {
  const beats = periodFor(everySeconds) / everySeconds;
  return (Math.floor(beats * MISSING_THRESHOLD) + 1) * everySeconds;
}

/** The periods of an alarm, any one of which is enough. */
export interface LateWindow {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
}

/**
 * The window of an alarm on values that may arrive late. Lava stamps what it measures of a run with the time of its
 * dispatch and publishes it when the run starts or ends, so that a value is as old as the run when it can be seen, and an
 * alarm on the newest period would never see it. One of N periods is enough, and N reach back as far as a value may come
 * late. The price: the alarm stays on until the value has left the window. CloudWatch looks back for a day, or for seven
 * with periods of an hour or more.
 *
 * @param lateSeconds How old a value may be when it arrives; what is older than CloudWatch looks back is not seen.
 */
export function lateWindow(periodSeconds: number, lateSeconds: number): LateWindow {
  const most = periodSeconds < HOUR ? DAY : 7 * DAY;
  const wanted = 1 + Math.ceil(lateSeconds / periodSeconds);
  return {
    periodSeconds,
    evaluationPeriods: Math.max(1, Math.min(wanted, Math.floor(most / periodSeconds))),
  };
}

// --- internal ---

const HOUR = 3_600;
const DAY = 86_400;

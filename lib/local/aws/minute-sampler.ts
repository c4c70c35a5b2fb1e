import type { MetricSignal } from '../../engine/model/signal';

/** Takes the samples of every minute of realm time that has begun since the last call. */
export type MinuteSampler = (now: number) => Promise<MetricSignal[]>;

export const MINUTE_MS = 60_000;

/** `sample` is given the start of the minute, epoch milliseconds; AWS publishes once a minute. */
export function createMinuteSampler(
  start: number,
  sample: (minute: number) => Promise<readonly MetricSignal[]>,
): MinuteSampler {
  let next = Math.floor(start / MINUTE_MS) * MINUTE_MS;
  return async (now) => {
    const signals: MetricSignal[] = [];
    for (; next <= now; next += MINUTE_MS) signals.push(...(await sample(next)));
    return signals;
  };
}

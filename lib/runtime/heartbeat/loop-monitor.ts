import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** How well the event loop did since the last reading, in real time whatever the wall clock says. */
export interface LoopReading {
  /** Longest and mean time in ms that it was late. */
  readonly delay_max_ms: number;
  readonly delay_mean_ms: number;
  /** Share of the time in which it was busy, 0 to 1. */
  readonly utilisation: number;
}

export interface LoopMonitor {
  /** Reads and starts anew. */
  readonly read: () => LoopReading;
  readonly stop: () => void;
}

export function startLoopMonitor(): LoopMonitor {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let before = performance.eventLoopUtilization();
  return {
    read() {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      // an empty histogram reports a minimum of 9.2e18 and a mean of NaN
      const empty = histogram.count === 0;
      const reading = {
        delay_max_ms: empty ? 0 : late(histogram.max),
        delay_mean_ms: empty ? 0 : late(histogram.mean),
        utilisation: Number(utilization.toFixed(4)),
      };
      histogram.reset();
      return reading;
    },
    stop: () => {
      histogram.disable();
    },
  };
}

// --- internal ---

/** The histogram's own timer; at 20 ms it would cost as much as everything else an idle worker does. */
const RESOLUTION_MS = 100;

/** The histogram measures the time between two of its timers, which is its resolution when nothing is late. */
const late = (nanoseconds: number): number =>
  Number(Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS).toFixed(1));

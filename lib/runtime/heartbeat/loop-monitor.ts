import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** How well the event loop did since the last reading, in real time whatever the wall clock says. */
export interface LoopReading {
  /** Longest and mean time in ms that it was late. */
  readonly delay_max_ms: number;
  readonly delay_mean_ms: number;
  /** Share of the time in which it was busy, 0 to 1; and the highest share of any single second. */
  readonly utilisation: number;
  readonly utilisation_max: number;
}

export interface LoopMonitor {
  /** Reads and starts anew. */
  readonly read: () => LoopReading;
  /** Tells of a timer that was late by some ms. */
  readonly late: (ms: number) => void;
  readonly stop: () => void;
}

export function startLoopMonitor(): LoopMonitor {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let before = performance.eventLoopUtilization();
  let second = before;
  let busiest = 0;
  let ticked = performance.now();
  let latest = 0;

  /** The histogram sees nothing before its own first timer, and a mean over minutes hides a busy second. */
  function tick(): void {
    const [now, usage] = [performance.now(), performance.eventLoopUtilization()];
    latest = Math.max(latest, now - ticked - TICK_MS);
    busiest = Math.max(busiest, performance.eventLoopUtilization(usage, second).utilization);
    [ticked, second] = [now, usage];
  }

  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return {
    read() {
      if (performance.now() - ticked > TICK_MS) tick();
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      // an empty histogram reports a minimum of 9.2e18 and a mean of NaN
      const empty = histogram.count === 0;
      const reading = {
        delay_max_ms: Number(Math.max(empty ? 0 : lateness(histogram.max), latest).toFixed(1)),
        delay_mean_ms: empty ? 0 : lateness(histogram.mean),
        utilisation: Number(utilization.toFixed(4)),
        utilisation_max: Number(Math.max(busiest, utilization).toFixed(4)),
      };
      [busiest, latest] = [0, 0];
      histogram.reset();
      return reading;
    },
    late(ms) {
      latest = Math.max(latest, ms);
    },
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}

// --- internal ---

const TICK_MS = 1000;

/** The histogram's own timer; at 20 ms it would cost as much as everything else an idle worker does. */
const RESOLUTION_MS = 100;

/** The histogram measures the time between two of its timers, which is its resolution when nothing is late. */
const lateness = (nanoseconds: number): number =>
  Number(Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS).toFixed(1));

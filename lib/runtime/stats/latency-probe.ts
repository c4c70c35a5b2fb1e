/** How late the event loop was at the ten-second marks since the reader last asked; null without a mark. */
export interface LatencyWindow {
  readonly latency_count: number;
  /** Seconds. */
  readonly latency_min: number | null;
  readonly latency_max: number | null;
  readonly latency_avg: number | null;
}

/**
 * Wakes at every round ten seconds and records how late it is. Apsis has one window for all, so that its
 * readers steal each other's samples, and says 0 when there is none; here each reader has its own.
 */
export function latencyProbe() {
  const windows = new Map<string, number[]>();
  let timer: NodeJS.Timeout;

  function schedule(): void {
    const wait = PERIOD_MS - (Date.now() % PERIOD_MS);
    // a clock that is set in between is no latency
    const due = performance.now() + wait;
    timer = setTimeout(() => {
      record(Math.max(0, performance.now() - due) / 1000);
      schedule();
    }, wait);
    timer.unref();
  }

  function record(late: number): void {
    for (const samples of windows.values()) {
      samples.push(late);
      if (samples.length > MAX_SAMPLES) samples.shift();
    }
  }

  schedule();
  return {
    record,
    take(reader: string): LatencyWindow {
      const samples = windows.get(reader) ?? [];
      if (windows.has(reader) || windows.size < MAX_READERS) windows.set(reader, []);
      if (samples.length === 0) return NONE;
      const sum = samples.reduce((total, sample) => total + sample, 0);
      return {
        latency_count: samples.length,
        latency_min: Math.min(...samples),
        latency_max: Math.max(...samples),
        latency_avg: sum / samples.length,
      };
    },
    stop: () => clearTimeout(timer),
  };
}

// --- internal ---

const PERIOD_MS = 10_000;
/** A day; a reader that is gone must not fill the memory. */
const MAX_SAMPLES = 8640;
const MAX_READERS = 100;
const NONE: LatencyWindow = { latency_count: 0, latency_min: null, latency_max: null, latency_avg: null };

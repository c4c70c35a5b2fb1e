import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { type LatencyWindow, latencyProbe } from './latency-probe';

/** Apsis's statistics of a scheduler process, in its present shape, as far as a worker has the parts. */
export interface Stats {
  readonly start_time: string;
  readonly time: string;
  readonly async: LatencyWindow & { readonly num_tasks: number };
  /** Bytes. */
  readonly rusage_maxrss: number;
  /** Seconds, cumulative. */
  readonly rusage_utime: number;
  readonly rusage_stime: number;
  readonly tasks: {
    readonly num_waiting: number;
    readonly num_running: number;
    readonly num_stopping: number;
    readonly num_action: number;
  };
  readonly scheduled: { readonly num_heap: number; readonly num_entries: number };
  readonly run_store: { readonly num_expected_runs: number; readonly num_active_runs: number };
  /** Young, then incremental and weak, then full collections. */
  readonly gc: readonly GcStats[];
  /** Bytes; absent where there is no /proc/self/statm. */
  readonly statm_size?: number;
  readonly statm_resident?: number;
}

export interface GcStats {
  collections: number;
  /** Seconds. */
  elapsed: number;
  elapsed_max: number;
}

/** What only the host program knows; all 0 by default. */
export interface StatsCounts {
  readonly num_waiting?: number;
  readonly num_running?: number;
  readonly num_stopping?: number;
  readonly num_action?: number;
  readonly num_heap?: number;
  readonly num_entries?: number;
  readonly num_expected_runs?: number;
  readonly num_active_runs?: number;
}

export interface StatsCollector {
  /** @param reader Who asks: each reader has its own latency window, so that none takes another's samples. */
  readonly read: (reader?: string) => Stats;
  readonly stop: () => void;
}

/** Starts to observe the process. It costs one timer in ten seconds and one callback a garbage collection. */
export function startStats(counts: () => StatsCounts = () => ({})): StatsCollector {
  const start = new Date(Date.now() - process.uptime() * 1000).toISOString();
  const latency = latencyProbe();
  const gc = observeGc();
  return {
    read(reader = 'stats') {
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      const own = counts();
      return {
        start_time: start,
        time: new Date(Date.now()).toISOString(),
        async: { ...latency.take(reader), num_tasks: process.getActiveResourcesInfo().length },
        rusage_maxrss: maxRSS * 1024,
        rusage_utime: userCPUTime / 1e6,
        rusage_stime: systemCPUTime / 1e6,
        tasks: {
          num_waiting: own.num_waiting ?? 0,
          num_running: own.num_running ?? 0,
          num_stopping: own.num_stopping ?? 0,
          num_action: own.num_action ?? 0,
        },
        scheduled: { num_heap: own.num_heap ?? 0, num_entries: own.num_entries ?? 0 },
        run_store: {
          num_expected_runs: own.num_expected_runs ?? 0,
          num_active_runs: own.num_active_runs ?? 0,
        },
        gc: gc.generations.map((generation) => ({ ...generation })),
        ...statm(),
      };
    },
    stop() {
      latency.stop();
      gc.stop();
    },
  };
}

// --- internal ---

const PAGE_BYTES = 4096;

/** V8's kinds of collection as the three generations that Apsis reports. */
const GENERATION_OF_KIND: Readonly<Record<number, number>> = { 1: 0, 2: 2, 4: 2, 8: 1, 16: 1 };

function observeGc() {
  const generations = [0, 1, 2].map((): GcStats => ({ collections: 0, elapsed: 0, elapsed_max: 0 }));
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { duration, detail } = entry as typeof entry & { readonly detail?: { readonly kind?: number } };
      const generation = generations[GENERATION_OF_KIND[detail?.kind ?? 1] ?? 0]!;
      generation.collections += 1;
      generation.elapsed += duration / 1000;
      generation.elapsed_max = Math.max(generation.elapsed_max, duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return { generations, stop: () => observer.disconnect() };
}

function statm(): { statm_size?: number; statm_resident?: number } {
  try {
    const [size, resident] = readFileSync('/proc/self/statm', 'utf8').split(' ').map(Number);
    return { statm_size: size! * PAGE_BYTES, statm_resident: resident! * PAGE_BYTES };
  } catch {
    return {};
  }
}

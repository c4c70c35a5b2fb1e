import { METRICS } from '../../contract/metrics';
import type { ThreadRegistry } from '../heartbeat/thread-registry';
import { diskProbe, statfsOfParent } from '../host/disk-probe';
import { type MemoryReading, readMemory } from '../host/memory-probe';
import type { Metrics } from '../metrics/metrics';
import type { Gauge } from '../metrics/series';

export interface WorkerMetricsProps {
  readonly metrics: Metrics;
  readonly realm: string;
  readonly worker: string;
  /** EC2 instance id or host name. */
  readonly instance: string;
  readonly threads: ThreadRegistry;
  /** Seconds between readings. */
  readonly every: number;
  readonly tmpdir: string;
  /** Root of docker's data; absent when it is not on this machine. */
  readonly dockerRoot?: string;
  /** Seconds until the first reading, since a starting worker says little. @default Lava's 15, or a period */
  readonly offset?: number;
  /** Seams for tests. @default the machine */
  readonly memory?: () => MemoryReading | undefined;
  readonly maxRss?: () => number;
  readonly disk?: typeof diskProbe;
}

/** Keeps the worker's gauges up to date; the sinks send them. Never blocks, never throws. */
export function startWorkerMetrics(props: WorkerMetricsProps): {
  read: () => Promise<void>;
  stop: () => void;
} {
  const {
    metrics,
    realm,
    worker,
    instance,
    threads,
    every,
    offset = Math.min(15, every),
    disk = diskProbe,
  } = props;
  const { memory = readMemory, maxRss = peakRss } = props;
  const labels = { Realm: realm, Worker: worker, Instance: instance };
  const tmp = disk(props.tmpdir, undefined, statfsOfParent);
  const docker = props.dockerRoot === undefined ? async () => undefined : disk(props.dockerRoot);

  const gauges = new Map<GaugeName, Gauge>();
  const set = (name: GaugeName, value: number | undefined) => {
    if (value === undefined) gauges.get(name)?.clear();
    else {
      const gauge = metrics.gauge(METRICS[name], labels);
      gauge.set(value);
      gauges.set(name, gauge);
    }
  };

  async function read(): Promise<void> {
    const states = Object.values(threads.states());
    const dead = states.filter((state) => state === 'dead').length;
    set('WorkerThreadsAlive', states.length - dead);
    set('WorkerThreadsDead', dead);
    set('MaxRss', maxRss());
    const reading = memory();
    if (reading) {
      set('PercentMemUsed', percent(reading.used, reading.total));
      set('PercentSwapUsed', percent(reading.swapUsed, reading.swapTotal));
    }
    const [tmpUsed, dockerUsed] = await Promise.all([tmp(), docker()]);
    set('PercentTmpDiskUsed', tmpUsed);
    set('PercentDiskUsed', tmpUsed);
    set('PercentDockerDiskUsed', dockerUsed);
  }

  const quietly = () => void read().catch(() => {});
  let timer = setTimeout(() => {
    quietly();
    timer = setInterval(quietly, every * 1000);
    timer.unref();
  }, offset * 1000);
  timer.unref();
  return { read, stop: () => clearTimeout(timer) };
}

// --- internal ---

type GaugeName = Exclude<keyof typeof METRICS, 'RunDelay' | 'RunTime' | 'JobFailed' | 'SecondsSinceSuccess'>;

/** The kernel counts in KiB; Lava publishes that as bytes. */
const peakRss = (): number => process.resourceUsage().maxRSS * 1024;

const percent = (used: number, total: number): number => (total === 0 ? 0 : (used / total) * 100);

import { METRICS } from '../../contract/metrics';
import type { Logger } from '../logger/logger';
import type { Metrics } from '../metrics/metrics';
import { messageOf } from '../notice';
import type { LastSuccess } from './last-success';

export interface FreshnessProps {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly realm: string;
  /** Ids of the jobs. */
  readonly jobs: readonly string[];
  /** @default what this process has seen, until it ends */
  readonly lastSuccess?: LastSuccess;
  /** Seconds between two looks at what is kept. @default 60 */
  readonly every?: number;
  /** Seam for tests. @default Date.now */
  readonly now?: () => number;
}

export interface Freshness {
  /** A run of a job is complete. */
  readonly succeeded: (job: string) => void;
  /** Looks at what is kept, and sets the gauges. */
  readonly look: () => Promise<void>;
  readonly stop: () => void;
}

/**
 * Keeps SecondsSinceSuccess of jobs up to date, which an objective of freshness reads. Of a job that is not known to have
 * succeeded nothing is said. What cannot be kept or read is told once; nothing throws, and no run waits for it.
 */
export function startFreshness(props: FreshnessProps): Freshness {
  const { metrics, logger, realm, lastSuccess, every = 60, now = Date.now } = props;
  const seen = new Map<string, number>();
  let told = false;
  const failed = (what: string, error: unknown) => {
    if (told) return;
    told = true;
    logger.error(
      `The last success of jobs cannot be ${what} ${lastSuccess?.name}: ${messageOf(error)}`,
      WORKER,
    );
  };

  function show(): void {
    for (const [job, at] of seen) {
      metrics
        .gauge(METRICS.SecondsSinceSuccess, { Realm: realm, Job: job })
        .set(Math.max(0, (now() - at) / 1000));
    }
  }

  async function look(): Promise<void> {
    try {
      for (const job of lastSuccess ? props.jobs : []) learn(job, await lastSuccess!.read(job));
    } catch (error) {
      failed('read from', error);
    }
    show();
  }

  function learn(job: string, at: number | undefined): void {
    if (at !== undefined && at > (seen.get(job) ?? Number.NEGATIVE_INFINITY)) seen.set(job, at);
  }

  const looking = setInterval(() => void look(), every * 1000);
  // a gauge is as old as its last value when a sink reads it
  const showing = setInterval(show, SHOW_MS);
  for (const timer of [looking, showing]) timer.unref();
  void look();
  return {
    succeeded(job) {
      if (!props.jobs.includes(job)) return;
      const at = now();
      learn(job, at);
      show();
      lastSuccess?.write?.(job, at).catch((error) => failed('kept in', error));
    },
    look,
    stop() {
      clearInterval(looking);
      clearInterval(showing);
    },
  };
}

// --- internal ---

const WORKER = { event_type: 'worker' } as const;
const SHOW_MS = 5_000;

import { setTimeout as sleep } from 'node:timers/promises';
import type { EventReader, OpenReader } from '../kafka/event-reader';
import { UserEventsError } from '../user-events-error';
import { PartitionProgress } from './partition-progress';

export interface EventConsumerProps {
  readonly open: OpenReader;
  /** Counts one event; never throws. */
  readonly count: (value: Buffer | undefined, partition: number, offset: bigint) => void;
  /** Hands what was counted to whoever it is pushed to; awaited before a commit. */
  readonly flush: () => Promise<void>;
  /** ms to wait after so many failures in a row. */
  readonly backOff: (failures: number) => number;
  /** Failures in a row after which the consumer gives up. @default never */
  readonly maxRestarts?: number;
  /** What must be true of an event before it is committed. @default 'processed' */
  readonly commitWhen?: CommitWhen;
  /** ms between commits. @default 1 s */
  readonly commitEvery?: number;
  /** ms between looks at the lag. @default 10 s */
  readonly lagEvery?: number;
  readonly warn: (text: string) => void;
}

/** That it is counted and pushed, or that Prometheus has fetched the count too. */
export const COMMIT_WHEN = ['processed', 'scraped'] as const;
export type CommitWhen = (typeof COMMIT_WHEN)[number];

/**
 * Reads events until it is closed: when Kafka goes away it tries again, later and later. Each event is counted
 * at least once; by one process exactly once, whatever Kafka does meanwhile. A process that is killed counts
 * anew what it had not committed.
 */
export interface EventConsumer {
  /** Whether it is a member of the group at this moment. */
  readonly isRunning: () => boolean;
  /** Records of the fullest partition that are not read; undefined while nobody knows. */
  readonly lag: () => number | undefined;
  readonly restarts: () => number;
  /** Records that Kafka deleted before they were read. */
  readonly expired: () => number;
  /** Records that came again and were not counted again. */
  readonly repeated: () => number;
  /** For people: what is going on. */
  readonly state: () => Readonly<Record<string, unknown>>;
  /** Call it before counts are shown to Prometheus, and the answer when they have been. */
  readonly beginScrape: () => () => void;
  /** Rejects when it gives up; resolves after close. */
  readonly done: Promise<void>;
  /** Commits what may be, and leaves the group. */
  readonly close: () => Promise<void>;
}

export function startEventConsumer(props: EventConsumerProps): EventConsumer {
  const { open, count, flush, warn, maxRestarts = Number.POSITIVE_INFINITY } = props;
  const commitScraped = props.commitWhen === 'scraped';
  const progress = new PartitionProgress();
  const stop = new AbortController();
  let reader: EventReader | undefined;
  let lag: number | undefined;
  let problem: string | undefined;
  let restarts = 0;
  let expired = 0;

  const events = {
    onJoined: progress.joined,
    onRebalanced: progress.rebalanced,
    onExpired(records: number) {
      expired += records;
      warn(`${records} events were deleted from Kafka before they were read`);
    },
    onRecord({ partition, offset, value }: { partition: number; offset: bigint; value: Buffer | undefined }) {
      if (progress.advance(partition, offset)) count(value, partition, offset);
    },
  };

  async function commit(session: EventReader): Promise<void> {
    const counted = progress.snapshot();
    await flush();
    if (!commitScraped) progress.settle(counted);
    const offsets = progress.uncommitted();
    if (offsets.size === 0) return;
    await session.commit(offsets);
    progress.committed(offsets);
  }

  /** One membership, until it ends by itself or is told to. */
  async function session(current: EventReader): Promise<void> {
    const over = new AbortController();
    const until = AbortSignal.any([over.signal, stop.signal]);
    const stopped = new Promise<void>((resolve) => until.addEventListener('abort', () => resolve()));
    try {
      await Promise.race([
        stopped,
        current.ended.then(() => Promise.reject(new Error('reading ended'))),
        every(props.commitEvery ?? 1_000, until, () => commit(current)),
        every(props.lagEvery ?? 10_000, until, async () => {
          lag = await current.lag();
        }),
      ]);
    } finally {
      over.abort();
    }
    await within(CLOSE_LIMIT_MS, commit(current));
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stop.signal.aborted; ) {
      try {
        reader = await open(events);
        failures = 0;
        problem = undefined;
        await session(reader);
      } catch (error) {
        failures += 1;
        problem = (error as Error).message;
      }
      const closing = reader;
      reader = undefined;
      lag = undefined;
      if (closing) await within(CLOSE_LIMIT_MS, closing.close()).catch(() => {});
      if (stop.signal.aborted) return;
      if (failures > maxRestarts)
        throw new UserEventsError(`gave up after ${maxRestarts} restarts: ${problem}`);
      const wait = props.backOff(failures);
      warn(`${problem}; trying again in ${Math.round(wait / 1_000)} s`);
      await sleep(wait, undefined, { signal: stop.signal }).catch(() => {});
      restarts += 1;
    }
  }
  const done = run();
  done.catch(() => {});

  return {
    isRunning: () => reader !== undefined,
    lag: () => lag,
    restarts: () => restarts,
    expired: () => expired,
    repeated: () => progress.repeated,
    state: () => ({
      running: reader !== undefined,
      problem,
      restarts,
      expired,
      lag,
      ...progress.state(),
      ...reader?.state(),
    }),
    beginScrape() {
      const counted = progress.snapshot();
      return () => {
        if (commitScraped) progress.settle(counted);
      };
    },
    done,
    async close() {
      stop.abort();
      await done;
    },
  };
}

// --- internal ---

const CLOSE_LIMIT_MS = 5_000;

/** Repeats an action until it fails, or the signal is given; never at the same time as itself. */
async function every(ms: number, until: AbortSignal, action: () => Promise<void>): Promise<void> {
  while (!until.aborted) {
    await sleep(ms, undefined, { signal: until }).catch(() => {});
    if (!until.aborted) await action();
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([work, late]);
  timer.abort();
}

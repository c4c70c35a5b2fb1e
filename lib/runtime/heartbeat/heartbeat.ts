import { type HeartbeatPayload, heartbeatMessage } from '../../contract/records';
import type { Logger } from '../logger/logger';
import { touchLiveness } from './liveness-file';
import { startLoopMonitor } from './loop-monitor';
import type { ThreadRegistry } from './thread-registry';

export interface HeartbeatProps {
  readonly logger: Logger;
  /** Seconds between two heartbeats. */
  readonly every: number;
  /** Depth of the worker's queue; when it rejects or is late, the heartbeat says -1. @default no `sqs` in it */
  readonly sqs?: () => Promise<QueueDepth>;
  /** Messages that wait inside the worker. @default always 0 */
  readonly internal?: () => number;
  /** @default no threads */
  readonly threads?: ThreadRegistry;
  /** Tasks that wait for the worker's exit. @default always 0 */
  readonly deferredTasks?: () => number;
  /** What the worker is doing, e.g. 'running' or 'stopping'. @default always 'running' */
  readonly status?: () => string;
  /** Version of the worker program. @default left out */
  readonly version?: string;
  /** A file whose modification time follows the heartbeat. @default none */
  readonly file?: string;
}

export type QueueDepth = NonNullable<HeartbeatPayload['sqs']>;

export interface Heartbeat {
  /** Writes one now, with the latest known queue depth. */
  readonly beat: () => void;
  /** Until then the process goes on, since a worker that beats is alive. */
  readonly stop: () => void;
}

/**
 * Writes a heartbeat at once and then every `every` seconds. The queue is asked ahead of time and a heartbeat
 * never waits for the answer, so that it is on time whenever the event loop is alive; when the loop was not,
 * the next heartbeat says for how long.
 */
export function startHeartbeat(props: HeartbeatProps): Heartbeat {
  const { logger, every } = props;
  if (!(every > 0 && every <= MAX_HEARTBEAT_S)) {
    throw new Error(
      `a heartbeat every ${every} s is impossible: give a number above 0, at most ${MAX_HEARTBEAT_S}`,
    );
  }
  const { realm, worker } = logger.identity;
  const message = heartbeatMessage(realm, worker);
  const period = every * 1000;
  const lead = Math.min(period / 4, MAX_LEAD_MS);
  const loop = startLoopMonitor();
  const depth = depthReader(props.sqs);
  const [started, up] = [Date.now(), performance.now()];
  let due = started + FIRST_WAIT_MS;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  /** A heartbeat that is late itself tells of the block, which the loop's own monitor may only see afterwards. */
  function arm(act: () => void, wait: number): void {
    if (stopped) return;
    const armed = performance.now();
    timer = setTimeout(() => {
      loop.late(performance.now() - armed - wait);
      act();
    }, wait);
  }

  function beat(): void {
    const { internal, threads, deferredTasks, status, version } = props;
    logger.always(message, {
      event_type: 'heartbeat',
      sqs: depth.latest(),
      internal: { qlen: ask(internal, 0) },
      threads: threads?.states() ?? {},
      deferred_tasks: ask(deferredTasks, 0),
      status: ask(status, 'running'),
      version,
      uptime_s: Math.floor((performance.now() - up) / 1000),
      loop: loop.read(),
    });
    logger.flush();
    if (props.file !== undefined) touchLiveness(props.file, logger);
  }

  function next(): void {
    beat();
    // a clock that was set must not silence the worker, nor make it catch up
    const wait = due + period - Date.now();
    due = Date.now() + (wait > 0 && wait <= period ? wait : period);
    arm(prepare, due - Date.now() - lead);
  }

  function prepare(): void {
    depth.ask();
    arm(next, Math.min(lead, Math.max(0, due - Date.now())));
  }

  arm(next, FIRST_WAIT_MS);
  depth.ask(() => {
    if (stopped || due !== started + FIRST_WAIT_MS) return;
    clearTimeout(timer);
    next();
  });
  return {
    beat,
    stop() {
      stopped = true;
      clearTimeout(timer);
      loop.stop();
    },
  };
}

/** A day; beyond 24 of them a timer would fire at once. */
export const MAX_HEARTBEAT_S = 86_400;

// --- internal ---

/** The first heartbeat waits this long for the depth of the queue. */
const FIRST_WAIT_MS = 1000;
const MAX_LEAD_MS = 5000;
const UNKNOWN: QueueDepth = { messages: -1, notvisible: -1 };

/** What a host's function says; -1 when it throws, as for a queue that cannot be read. */
function ask<T extends string | number>(read: (() => T) | undefined, absent: T): T | -1 {
  try {
    return read ? read() : absent;
  } catch {
    return -1;
  }
}

/** Keeps the answer to the latest question; unknown until it is there, and none where nobody can be asked. */
function depthReader(read: HeartbeatProps['sqs']) {
  const unknown = read && UNKNOWN;
  let answer = unknown;
  let question = 0;
  return {
    ask(settled: () => void = () => {}): void {
      question += 1;
      const mine = question;
      answer = unknown;
      const settle = (value: QueueDepth | undefined) => {
        if (mine !== question) return;
        answer = value && { messages: value.messages, notvisible: value.notvisible };
        settled();
      };
      Promise.resolve()
        .then(() => read?.())
        .then(
          (value) => settle(value ?? unknown),
          () => settle(unknown),
        );
    },
    latest: () => answer,
  };
}

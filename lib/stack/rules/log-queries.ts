import { heartbeatMessage, realmNames } from '../../contract';
import { formatDuration } from '../../text';
import { systemOf } from '../stack-options';
import { EVALUATION_SECONDS, type RealmPromise } from './promise';
import type { PromiseSignal } from './promise-signal';
import { LOOK_BACK_SECONDS } from './promise-table';

/**
 * A promise in LogQL, for records that the pipeline has labelled; undefined where logs cannot tell. Every query
 * looks for text that is the same in each format of the runtime, but for the quotes and backslashes around it.
 */
export function logQuery(promise: RealmPromise): string | undefined {
  return QUERIES[promise.signal]?.(promise);
}

// --- internal ---

const QUERIES: Readonly<Partial<Record<PromiseSignal, (promise: RealmPromise) => string>>> = {
  // the evaluation is part of the delay, so it comes off what is looked back on
  heartbeat: (promise) => {
    const { alarmAfterSeconds } = promise.worker!.heartbeat;
    const range = formatDuration(alarmAfterSeconds - EVALUATION_SECONDS);
    return `sum(absent_over_time(${heartbeats(promise)} [${range}])) > 0`;
  },

  'dead-threads': (promise) =>
    `sum(count_over_time(${heartbeats(promise)} |~ \`:\\\\?"dead\` [${twoBeats(promise)}])) > 0`,

  // a silent worker has no depth: that is the heartbeat's business
  'queue-depth': (promise) => {
    const depth = `${heartbeats(promise)} | regexp \`messages\\\\?":(?P<queued>\\d+)\` | unwrap queued | __error__=""`;
    return `max(max_over_time(${depth} [${twoBeats(promise)}])) > ${promise.worker!.queue.depth}`;
  },

  'queue-stuck': (promise) => {
    const waiting = `${heartbeats(promise)} |~ \`messages\\\\?":[1-9]\\d*,\\\\?"notvisible\\\\?":0\\D\``;
    const runs = `${records(promise)} |~ \`${JOB_RECORD}\``;
    return (
      `sum(count_over_time(${waiting} [${twoBeats(promise)}])) > 0 ` +
      `unless sum(count_over_time(${runs} [${twoBeats(promise)}])) > 0`
    );
  },

  'job-failed': (promise) =>
    `sum by (service) (count_over_time(${records(promise, 'level="ERROR"')} |~ \`${JOB_RECORD}\` [${formatDuration(LOOK_BACK_SECONDS)}])) > 0`,

  errors: (promise) =>
    `sum(count_over_time(${records(promise, 'level=~"ERROR|CRITICAL"')} !~ \`${JOB_RECORD}\` [1m])) > 1`,
};

/** `"event_type":"job"` in JSON, `event_type=job` in the others. */
const JOB_RECORD = 'event_type"?[:=]"?job\\b';

/** Two intervals, so that one late heartbeat is no gap. */
function twoBeats({ worker }: RealmPromise): string {
  return formatDuration(2 * worker!.heartbeat.everySeconds);
}

function heartbeats(promise: RealmPromise): string {
  return `${records(promise)} |= \`${heartbeatMessage(promise.realm.realm, promise.worker!.name)}\``;
}

/** The streams of a worker, or of every worker of a realm. */
function records({ realm, worker }: RealmPromise, ...matchers: readonly string[]): string {
  const { worker: names } = realmNames(realm.realm, systemOf(realm));
  const service = worker
    ? `service="${names(worker.name).tag}"`
    : `service=~"${realm.workers.map(({ name }) => names(name).tag).join('|')}"`;
  return `{${[service, ...matchers].join(', ')}}`;
}

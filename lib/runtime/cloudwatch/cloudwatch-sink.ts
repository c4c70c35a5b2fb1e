import { messageOf } from '../notice';
import { type Answer, batchSender } from '../sender/batch-sender';
import type { Spill } from '../sink/fd-writer';
import type { Sink } from '../sink/sink';
import { spillToStderr } from '../sink/spill-to-stderr';
import { type LogEvent, logBatchSize, logEvent, MAX_EVENT_BYTES } from './log-batch';
import { isMissing, type LogClient } from './log-client';

export interface CloudWatchSinkProps {
  readonly client: LogClient;
  /** For messages. */
  readonly name: string;
  /** For messages. @default 'records' */
  readonly what?: string;
  /** Bytes of records that may wait. @default 8 MiB */
  readonly maxBytes?: number;
  /** Longest time in ms that a record waits for others to share a request. @default 1000 */
  readonly delay?: number;
  /** First and longest pause in ms after a failure; they are doubled and jittered. @default 200 and 20,000 */
  readonly pause?: readonly [first: number, longest: number];
  /** ms for which the right, the group or the stream may be missing before records count as lost. @default 15 minutes */
  readonly patience?: number;
  /** Takes what could not be sent when the process ends, since requests cannot be made then. @default stderr */
  readonly spill?: Spill;
}

/**
 * Sends records to CloudWatch Logs. A record is lost only when too many wait, when CloudWatch refuses it by itself, or by
 * SIGKILL; every loss but the last is counted.
 */
export function cloudWatchSink({ client, spill = spillToStderr(), ...props }: CloudWatchSinkProps): Sink {
  const sender = batchSender<LogEvent>({
    what: 'records',
    ...props,
    batchSize: logBatchSize,
    request: (batch) => put(client, batch),
    spill: ({ text }) => spill(text),
  });
  return {
    write: (line, _level, now) => sender.push(logEvent(line, now)),
    flush: sender.flush,
    drain: sender.drain,
    reopen() {},
    close: sender.close,
    dropped: sender.dropped,
    maxRecordBytes: MAX_EVENT_BYTES,
  };
}

// --- internal ---

/** Makes group and stream when they are not there. */
async function put(client: LogClient, batch: readonly LogEvent[]): Promise<Answer> {
  // the sort is stable: records of the same millisecond keep their order
  const events = [...batch].sort((a, b) => a.timestamp - b.timestamp);
  const attempt = async (): Promise<Answer> => taken(await client.put(events));
  try {
    return await attempt();
  } catch (error) {
    if (!isMissing(error)) return judge(error);
  }
  try {
    await client.create();
  } catch (error) {
    return judge(error);
  }
  return attempt().catch(judge);
}

const taken = (rejected: number): Answer => ({
  kind: 'taken',
  rejected,
  message: rejected > 0 ? 'their time is too far from now' : '',
});

const REFUSAL = /^(InvalidParameter|Validation|Serialization)Exception$/;

/** What a permission that is missing makes of a request, or a group that is. */
const BARRED = /^(AccessDenied|ResourceNotFoundException)/;

/**
 * What to do about a failed request. Only a refusal of the events themselves is final, and one bad event must not take a
 * whole batch with it: throttling, outages, networks and even credentials come back.
 */
function judge(error: unknown): Answer {
  const { name = '', $metadata } = (error ?? {}) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  if (name === 'DataAlreadyAcceptedException') return taken(0);
  if (BARRED.test(name)) return { kind: 'barred', message: messageOf(error) };
  const isRefusal = REFUSAL.test(name) || $metadata?.httpStatusCode === 413;
  return { kind: isRefusal ? 'divide' : 'later', message: messageOf(error) };
}

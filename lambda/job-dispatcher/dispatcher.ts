import { type DispatchLogLine, type DispatchMessage, parseTraceparent } from '../../lib/contract';
import { type CheckedRequest, checkRequest } from './check-request';
import type { JobDispatcherConfig } from './config';
import { DispatchError, type Dispatched, type Rejected } from './dispatch-error';
import { stringifyExact } from './exact-json';
import { type ReceivedRequest, readRequests } from './read-requests';
import { RecentIds, RecentKeys } from './recent';
import { runIdOf } from './run-id';
import { MAX_MESSAGE_BYTES, type SendPorts, sendAll } from './send';

export interface DispatcherPorts extends SendPorts {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (line: DispatchLogLine) => void;
}

/** Answer to a direct invocation, or, for SQS records, which messages SQS must deliver again. */
export type DispatchAnswer =
  | { readonly dispatched: readonly Dispatched[]; readonly rejected: readonly Rejected[] }
  | { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/**
 * The job dispatcher: `(event, invocation id) => answer`.
 *
 * A bad request never stops the good ones: those are sent, then the invocation fails with a DispatchError
 * that names every bad one by its index, so that Lambda's error metric and dead-letter queue see it. (SQS
 * records fail one by one instead.) When Lambda then delivers the event again, the good ones must not run
 * twice. So the run id is made from the event's own id, what this process has sent is not sent again, and the
 * function is to be deployed with no asynchronous retries: SQS errors are retried here, where it is known
 * what was sent, and a malformed request does not get better. A second delivery in another process does send
 * a run again, with the same run id.
 */
export function createJobDispatcher(config: JobDispatcherConfig, ports: DispatcherPorts) {
  const { realm, jobs, dialect } = config;
  const rules = { realm, jobs, dialect, workers: Object.keys(config.queues) };
  const sent = new RecentIds();
  const told = new RecentKeys(ports.now);

  return async (event: unknown, invocationId: string): Promise<DispatchAnswer> => {
    const received = readRequests(event, invocationId, config.triggers, dialect);
    const entries = received.map((request) => prepare(request));
    for (const entry of entries) {
      const { once } = entry.received;
      if (once && !entry.problem) entry.duplicate = !told.take(once.key, once.seconds);
    }
    const toSend = entries.filter(
      ({ message, problem, duplicate }) => message && !problem && !duplicate && !sent.has(message.run_id),
    );
    const problems = await sendAll(
      toSend.map((entry) => ({
        queueUrl: config.queues[entry.message!.worker]!,
        body: entry.body,
        delaySeconds: entry.delaySeconds,
      })),
      ports,
    );
    toSend.forEach((entry, place) => {
      entry.problem = problems[place];
      if (!entry.problem) sent.add(entry.message!.run_id);
      else if (entry.received.once) told.forget(entry.received.once.key);
    });
    for (const entry of entries) ports.log(logLine(entry));
    return answer(entries);
  };

  function prepare(received: ReceivedRequest): Entry {
    const entry = { received, body: '', delaySeconds: 0 };
    if (received.problem) return { ...entry, problem: received.problem };
    const checked = checkRequest(received.value, received.own ? { ...rules, dialect: 'tiltmeter' } : rules);
    if ('problem' in checked) return { ...entry, problem: checked.problem };
    const message = dispatchMessage(checked.request, runIdOf(received.origin), received.traceparent);
    const body = sqsText(message);
    if (body === undefined) return { ...entry, message, problem: 'the request is nested too deeply' };
    const bytes = Buffer.byteLength(body);
    const problem =
      bytes > MAX_MESSAGE_BYTES
        ? `the message has ${bytes} bytes; allowed: up to ${MAX_MESSAGE_BYTES}`
        : undefined;
    return { received, message, body, delaySeconds: checked.request.delaySeconds, problem };
  }

  function dispatchMessage(
    request: CheckedRequest,
    run_id: string,
    carried: string | undefined,
  ): DispatchMessage {
    const traceparent = request.traceparent ?? carried;
    return {
      realm: config.realm,
      worker: request.worker,
      job_id: request.job_id,
      run_id,
      // Older Pythons' fromisoformat() takes +00:00 but no Z.
      ts_dispatch: new Date(ports.now()).toISOString().replace('Z', '+00:00'),
      ...(request.parameters && { parameters: request.parameters }),
      ...(request.globals && { globals: request.globals }),
      ...(parseTraceparent(traceparent) && { traceparent }),
    };
  }
}

// --- internal ---

interface Entry {
  readonly received: ReceivedRequest;
  readonly message?: DispatchMessage;
  readonly body: string;
  readonly delaySeconds: number;
  problem?: string;
  duplicate?: boolean;
}

function answer(entries: readonly Entry[]): DispatchAnswer {
  const bad = entries.filter(({ problem }) => problem);
  const ofSqs = entries.filter(({ received }) => received.sqsMessageId !== undefined);
  if (ofSqs.length > 0) {
    const failed = new Set(bad.map(({ received }) => received.sqsMessageId!));
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  }
  const dispatched = entries
    .filter(({ problem, duplicate }) => !problem && !duplicate)
    .map(({ received: { index }, message }) => ({
      index,
      run_id: message!.run_id,
      worker: message!.worker,
      job_id: message!.job_id,
    }));
  const rejected = bad.map(({ received: { index }, problem }) => ({ index, problem: problem! }));
  if (rejected.length > 0) throw new DispatchError(dispatched, rejected);
  return { dispatched, rejected };
}

function logLine({ received: { index }, message, problem, duplicate = false }: Entry): DispatchLogLine {
  const of = message && { worker: message.worker, job_id: message.job_id, run_id: message.run_id };
  return {
    type: 'dispatch',
    index,
    dispatched: !problem && !duplicate,
    ...of,
    ...(duplicate && { duplicate }),
    ...(problem && { problem }),
  };
}

/** JSON without the two characters that JSON may hold raw and SQS refuses; undefined if nested beyond the stack. */
function sqsText(message: DispatchMessage): string | undefined {
  try {
    return stringifyExact(message).replace(/[\uFFFE\uFFFF]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
  } catch {
    return undefined;
  }
}

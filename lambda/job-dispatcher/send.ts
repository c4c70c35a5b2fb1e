import { withinTime } from '../../lib/time-limit/time-limit';

/** A message that is to go to a queue. */
export interface OutgoingMessage {
  readonly queueUrl: string;
  readonly body: string;
  readonly delaySeconds: number;
}

export interface BatchEntry {
  /** Place in the list of messages, as text. */
  readonly id: string;
  readonly body: string;
  readonly delaySeconds: number;
}

/** Why an entry was not taken; `retry` when it may be taken the next time. */
export interface BatchFailure {
  readonly id: string;
  readonly problem: string;
  readonly retry: boolean;
}

/** SQS's SendMessageBatch: what was not taken; throws when the call as a whole failed. It is given up by the signal. */
export type SendBatch = (
  queueUrl: string,
  entries: readonly BatchEntry[],
  signal: AbortSignal,
) => Promise<readonly BatchFailure[]>;

export interface SendPorts {
  readonly sendBatch: SendBatch;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** How long a call may take, in milliseconds; 10 s. */
  readonly limitMs?: number;
}

/** Three tries and their pauses end well before Lambda kills the function after a minute, so that it says what it has sent. */
export const SEND_LIMIT_MS = 10_000;

/** SQS's limits: messages in a batch, and bytes of a message as of a batch. */
const BATCH_MESSAGES = 10;
export const MAX_MESSAGE_BYTES = 262_144;

/** Pauses before the second and third try, in milliseconds, on top of the SDK's own short retries. */
const PAUSES = [200, 800];

/** Sends all messages; the answer has, for each, undefined or why it was not sent. */
export async function sendAll(
  messages: readonly OutgoingMessage[],
  ports: SendPorts,
): Promise<(string | undefined)[]> {
  const problems = new Array<string | undefined>(messages.length).fill(undefined);
  const batches = inBatches(messages);
  await Promise.all(
    batches.map(async ({ queueUrl, entries }) => {
      for (const { id, problem } of await sendOne(queueUrl, entries, ports)) problems[Number(id)] = problem;
    }),
  );
  return problems;
}

// --- internal ---

interface Batch {
  readonly queueUrl: string;
  readonly entries: BatchEntry[];
  bytes: number;
}

async function sendOne(
  queueUrl: string,
  entries: readonly BatchEntry[],
  { sendBatch, sleep, limitMs = SEND_LIMIT_MS }: SendPorts,
): Promise<BatchFailure[]> {
  const lost: BatchFailure[] = [];
  let rest = entries;
  for (let attempt = 0; ; attempt++) {
    const failures = await withinTime(limitMs, (signal) => sendBatch(queueUrl, rest, signal)).catch(
      (error: Error) =>
        rest.map(({ id }) => ({ id, problem: `${error.name}: ${error.message}`, retry: true })),
    );
    const again = attempt < PAUSES.length ? failures.filter(({ retry }) => retry) : [];
    lost.push(...failures.filter((failure) => !again.includes(failure)));
    if (again.length === 0) return lost;
    rest = rest.filter(({ id }) => again.some((failure) => failure.id === id));
    await sleep(PAUSES[attempt]!);
  }
}

function inBatches(messages: readonly OutgoingMessage[]): Batch[] {
  const full: Batch[] = [];
  const open = new Map<string, Batch>();
  messages.forEach(({ queueUrl, body, delaySeconds }, place) => {
    const bytes = Buffer.byteLength(body);
    let batch = open.get(queueUrl);
    if (!batch || batch.entries.length === BATCH_MESSAGES || batch.bytes + bytes > MAX_MESSAGE_BYTES) {
      batch = { queueUrl, entries: [], bytes: 0 };
      open.set(queueUrl, batch);
      full.push(batch);
    }
    batch.entries.push({ id: String(place), body, delaySeconds });
    batch.bytes += bytes;
  });
  return full;
}

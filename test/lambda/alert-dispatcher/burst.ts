import { createAlertDispatcher } from '../../../lambda/alert-dispatcher/dispatcher';
import type { DispatchedChannelKind } from '../../../lib/contract';
import { virtualTime } from './virtual-time';

export interface Burst {
  readonly kind: DispatchedChannelKind;
  readonly alarms: number;
  /** What the channel takes a second; beyond that it answers 429. */
  readonly rate: number;
  /** Its Retry-After. */
  readonly retryAfter?: string;
}

export interface BurstOutcome {
  /** Alarms that are named in what the channel has taken. */
  readonly told: number;
  /** Of these, more than once. */
  readonly twice: number;
  readonly messages: number;
  readonly refused: number;
  readonly deadLetters: number;
  /** From the first alarm until the last was told. */
  readonly seconds: number;
}

const TOPIC = 'lava-dev-alerts-page';
const START = Date.parse('2026-01-05T09:00:00Z');
/** How the construct sets up the queue and its mapping. */
const BATCH = 100;
const PROCESSES = 2;
const VISIBILITY_MS = 180_000;
const POST_MS = 100;

/** Many alarms at once through the queue, two processes of the dispatcher and a channel, in virtual time. */
export async function burst({ kind, alarms, rate, retryAfter }: Burst): Promise<BurstOutcome> {
  const time = virtualTime(START);
  const told = new Map<string, number>();
  const deadLetters: string[] = [];
  let queue: { at: number; body: string }[] = [];
  let messages = 0;
  let refused = 0;
  let lastAt = START;
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  let inSecond: number[] = [];
  const post = async ({ body }: { readonly body: string }) => {
    await time.sleep(POST_MS);
    const now = time.now();
    inSecond = inSecond.filter((at) => now - at < 1_000);
    if (inSecond.length >= rate) {
      refused++;
      return { status: 429, retryAfter };
    }
    inSecond.push(now);
    messages++;
    lastAt = now;
    for (const name of new Set(body.match(/lava-dev-w\d+-heartbeat/g)))
      told.set(name, (told.get(name) ?? 0) + 1);
    return { status: 200 };
  };
  for (let n = 0; n < alarms; n++) queue.push({ at: START, body: sqsBody(n) });

  const process = async () => {
    const dispatch = createAlertDispatcher(
      {
        channels: { [TOPIC]: [{ kind, target: 'http://127.0.0.1/channel' }] },
        records: [],
        topicPrefix: 'lava-dev-alerts-',
      },
      {
        post,
        ssm: async () => undefined,
        secretsManager: async () => undefined,
        searchLogs: async () => [],
        hold: {
          putBack: async (_, body, delaySeconds) => {
            queue.push({ at: time.now() + delaySeconds * 1_000, body });
          },
          giveUp: async (body) => void deadLetters.push(body),
        },
        now: time.now,
        sleep: time.sleep,
        random,
        log: () => {},
      },
    );
    while (told.size + deadLetters.length < alarms) {
      const batch = queue.filter(({ at }) => at <= time.now()).slice(0, BATCH);
      if (batch.length === 0) {
        await time.sleep(200);
        continue;
      }
      const taken = new Set(batch);
      queue = queue.filter((one) => !taken.has(one));
      const end = time.now() + 120_000;
      const Records = batch.map(({ body }, place) => ({
        eventSource: 'aws:sqs',
        messageId: String(place),
        body,
      }));
      const answer = await dispatch(
        { Records },
        { awsRequestId: 'r', getRemainingTimeInMillis: () => end - time.now() },
      );
      const { batchItemFailures } = answer as { batchItemFailures: readonly { itemIdentifier: string }[] };
      for (const { itemIdentifier } of batchItemFailures)
        queue.push({ at: time.now() + VISIBILITY_MS, body: batch[Number(itemIdentifier)]!.body });
    }
  };
  await time.run(Promise.all(Array.from({ length: PROCESSES }, process)));
  return {
    told: told.size,
    twice: [...told.values()].filter((times) => times > 1).length,
    messages,
    refused,
    deadLetters: deadLetters.length,
    seconds: Math.ceil((lastAt - START) / 1_000),
  };
}

// --- internal ---

function sqsBody(n: number): string {
  const name = `lava-dev-w${n}-heartbeat`;
  return JSON.stringify({
    Type: 'Notification',
    TopicArn: `arn:aws:sns:eu-west-1:123456789012:${TOPIC}`,
    MessageId: `m${n}`,
    Timestamp: new Date(START).toISOString(),
    Message: JSON.stringify({
      AlarmName: name,
      AlarmDescription: `worker w${n} of realm dev is silent`,
      AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      StateChangeTime: new Date(START + n).toISOString(),
    }),
  });
}

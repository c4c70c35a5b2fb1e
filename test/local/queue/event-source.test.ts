import {
  type EventSourcePorts,
  type FedFunction,
  queueMappings,
  type ReceivedMessage,
  startEventSources,
} from '../../../lib/local/queue/event-source';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:alerts';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:tell';
const message = (id: string): ReceivedMessage => ({
  messageId: id,
  receiptHandle: `handle-${id}`,
  body: `body ${id}`,
  attributes: {},
});

type Outcome = Awaited<ReturnType<EventSourcePorts['invoke']>>;

/** Feeds a function what is in a queue until the queue is empty. */
async function feed(
  messages: ReceivedMessage[],
  outcome: Partial<Outcome>,
  mapping: Partial<FedFunction> = {},
) {
  const events: { Records: { messageId: string }[] }[] = [];
  const removed: string[] = [];
  const errors: string[] = [];
  await new Promise<void>((done) => {
    const sources = startEventSources([{ eventSourceArn: QUEUE, functionArn: FUNCTION, ...mapping }], {
      receive: async () => messages.splice(0, 10),
      remove: async (_, handle) => void removed.push(handle),
      invoke: async (_, event) => {
        events.push(event as (typeof events)[number]);
        return { requestId: 'r', durationMs: 1, status: 'ok', ...outcome } as Outcome;
      },
      rest: async () => {
        sources.stop();
        done();
      },
      onError: (error) => void errors.push(error.message),
    });
  });
  return { events, removed, errors };
}

test('messages reach the function in batches as SQS gives them, and those that it handles are deleted', async () => {
  const { events, removed } = await feed([message('a'), message('b')], { result: { batchItemFailures: [] } });
  expect(events).toEqual([
    {
      Records: ['a', 'b'].map((id) => ({
        messageId: id,
        receiptHandle: `handle-${id}`,
        body: `body ${id}`,
        attributes: {},
        messageAttributes: {},
        eventSource: 'aws:sqs',
        eventSourceARN: QUEUE,
        awsRegion: 'eu-west-1',
      })),
    },
  ]);
  expect(removed).toEqual(['handle-a', 'handle-b']);
});

test('a message that the function names as failed stays', async () => {
  const { removed } = await feed([message('a'), message('b')], {
    result: { batchItemFailures: [{ itemIdentifier: 'a' }] },
  });
  expect(removed).toEqual(['handle-b']);
});

test('a function that fails handles none', async () => {
  expect((await feed([message('a')], { status: 'error', message: 'x' })).removed).toEqual([]);
});

test('a batch is as large as the mapping says, of as many receives as it takes', async () => {
  const all = Array.from({ length: 25 }, (_, n) => message(String(n)));
  const { events } = await feed(all, { result: {} }, { batchSize: 20 });
  expect(events.map(({ Records }) => Records.length)).toEqual([20, 5]);
});

test('only enabled mappings of queues to functions whose code is here are played', () => {
  const mapping = { logicalId: 'M', functionName: 'tell', eventSourceArn: QUEUE, enabled: true };
  const model = (more: Partial<typeof mapping>) =>
    ({
      eventSourceMappings: [{ ...mapping, ...more }],
      functions: [{ functionName: 'tell', functionArn: FUNCTION }],
      queues: [{ queueArn: QUEUE }],
    }) as unknown as Parameters<typeof queueMappings>[0];
  const here = { has: () => true };
  expect(queueMappings(model({}), here)).toEqual([
    { eventSourceArn: QUEUE, batchSize: undefined, functionArn: FUNCTION },
  ]);
  expect(queueMappings(model({ enabled: false }), here)).toEqual([]);
  expect(queueMappings(model({ eventSourceArn: 'arn:aws:kinesis:…' }), here)).toEqual([]);
  expect(queueMappings(model({}), { has: () => false })).toEqual([]);
});

import { createAsynchronousInvocation } from '../../../lib/local/function/asynchronous-invocation';
import type { Invocation } from '../../../lib/local/function/function-process';

const FAILED: Invocation = { status: 'error', requestId: 'r1', durationMs: 1, message: 'Error: no' };
const DONE: Invocation = { status: 'ok', requestId: 'r2', durationMs: 1, result: null };
const DLQ = 'arn:aws:sqs:us-east-1:123456789012:f-dlq';

function setUp(
  outcomes: readonly Invocation[],
  deadLetterQueueArn?: string,
  isStopping = false,
  queueTakes = true,
) {
  const left = [...outcomes];
  const log: unknown[] = [];
  const invoke = createAsynchronousInvocation(
    { deadLetterQueueArn, maximumRetryAttempts: 2 },
    {
      invoke: async () => left.shift()!,
      sleep: async (ms) => {
        log.push(`sleep ${ms}`);
        return !isStopping;
      },
      send: async (...sent) => {
        if (!queueTakes) throw new Error('no such queue');
        log.push(sent);
      },
      onGivenUp: ({ deadLetterError }) => log.push(`given up${deadLetterError ? ', not taken' : ''}`),
      onFailure: ({ status, detail }) => log.push(`${status}: ${detail}`),
    },
  );
  return { invoke, log, left };
}

test('an event that is handled is handled once', async () => {
  const { invoke, log, left } = setUp([DONE, DONE]);
  await invoke({});
  expect(log).toEqual([]);
  expect(left).toHaveLength(1);
});

test('a failure is tried again after one minute, then after two, then the event is dead-lettered', async () => {
  const { invoke, log } = setUp([FAILED, FAILED, FAILED], DLQ);
  await invoke({ a: 1 });
  expect(log).toEqual([
    'error: Error: no (attempt 1 of 3)',
    'sleep 60000',
    'error: Error: no (attempt 2 of 3)',
    'sleep 120000',
    'error: Error: no (attempt 3 of 3)',
    [DLQ, '{"a":1}', { RequestID: 'r1', ErrorCode: '200', ErrorMessage: 'Error: no' }],
    'given up',
    'dead-lettered: the event is in f-dlq',
  ]);
});

test('a retry that succeeds is the end of it', async () => {
  const { invoke, log } = setUp([FAILED, DONE], DLQ);
  await invoke({});
  expect(log).toEqual(['error: Error: no (attempt 1 of 3)', 'sleep 60000']);
});

test('without a dead-letter queue the loss is told', async () => {
  const { invoke, log } = setUp([FAILED, FAILED, FAILED]);
  await invoke({});
  expect(log.slice(-2)).toEqual(['given up', 'dropped: it has no dead-letter queue, the event is lost']);
});

test('a dead-letter queue that does not take the event is told', async () => {
  const { invoke, log } = setUp([FAILED, FAILED, FAILED], DLQ, false, false);
  await expect(invoke({})).rejects.toThrow(new Error('no such queue'));
  expect(log.at(-1)).toBe('given up, not taken');
});

test('nothing is tried again while the realm stops', async () => {
  const { invoke, left } = setUp([FAILED, DONE], DLQ, true);
  await invoke({});
  expect(left).toEqual([DONE]);
});

import { sqsQueue } from '../../../lib/runtime';

/** An SQSClient that answers by the command's name and keeps what it was asked. */
function fakeClient(answers: Readonly<Record<string, object>>) {
  const asked: [string, object, object | undefined][] = [];
  return {
    asked,
    async send(command: { input: object }, options?: object) {
      const { name } = command.constructor;
      asked.push([name, command.input, options]);
      return answers[name] ?? {};
    },
  };
}

const open = (answers: Readonly<Record<string, object>> = {}) => {
  const client = fakeClient(answers);
  return { client, queue: sqsQueue({ url: 'http://q', wait: 3, client: client as never }) };
};

test('the depth is what waits and what is being worked on', async () => {
  const { queue } = open({
    GetQueueAttributesCommand: {
      Attributes: { ApproximateNumberOfMessages: '4', ApproximateNumberOfMessagesNotVisible: '2' },
    },
  });
  expect(await queue.depth()).toEqual({ messages: 4, notvisible: 2 });
});

test('a depth that is not told is -1', async () => {
  expect(await open().queue.depth()).toEqual({ messages: -1, notvisible: -1 });
});

test('a message comes with how often it was delivered, and the wait can be ended', async () => {
  const { queue, client } = open({
    ReceiveMessageCommand: {
      Messages: [{ Body: 'b', ReceiptHandle: 'r', Attributes: { ApproximateReceiveCount: '3' } }],
    },
  });
  const { signal } = new AbortController();
  expect(await queue.receive(signal)).toEqual([{ body: 'b', receipt: 'r', deliveries: 3 }]);
  expect(client.asked[0]).toMatchObject([
    'ReceiveMessageCommand',
    { QueueUrl: 'http://q', WaitTimeSeconds: 3 },
    { abortSignal: signal },
  ]);
});

test('a message comes with the trace in its attributes', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const { queue, client } = open({
    ReceiveMessageCommand: {
      Messages: [{ Body: 'b', MessageAttributes: { traceparent: { StringValue: traceparent } } }],
    },
  });
  expect(await queue.receive(new AbortController().signal)).toMatchObject([{ body: 'b', traceparent }]);
  expect(client.asked[0]![1]).toMatchObject({ MessageAttributeNames: ['traceparent'] });
});

test('an empty answer is no message', async () => {
  expect(await open().queue.receive(new AbortController().signal)).toEqual([]);
});

test('a message is removed by its receipt', async () => {
  const { queue, client } = open();
  await queue.remove({ body: 'b', receipt: 'r' });
  expect(client.asked).toEqual([
    ['DeleteMessageCommand', { QueueUrl: 'http://q', ReceiptHandle: 'r' }, expect.anything()],
  ]);
});

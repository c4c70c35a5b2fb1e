import {
  createLogger,
  dynamoDbEvents,
  type RunEvent,
  runWorker,
  sqsQueue,
  workerOptions,
} from '../../lib/runtime';
import { sdkLogClient } from '../../lib/runtime/cloudwatch/log-client';
import { memorySink } from './memory-sink';

const absent = (name: string) => () => {
  throw new Error(`Cannot find module '${name}'\nRequire stack:\n- /app/index.js`);
};
jest.mock('@aws-sdk/client-sqs', () => absent('@aws-sdk/client-sqs')());
jest.mock('@aws-sdk/client-dynamodb', () => absent('@aws-sdk/client-dynamodb')());
jest.mock('@aws-sdk/client-cloudwatch-logs', () => absent('@aws-sdk/client-cloudwatch-logs')());

const missing = (name: string, purpose: string) =>
  expect.objectContaining({
    message: `cannot load ${name}, which ${purpose}: Cannot find module '${name}'; npm install ${name}`,
    userError: true,
  });

test('a worker without the AWS SDK logs, and is told what to install when it needs it', async () => {
  const sink = memorySink();
  createLogger({ realm: 'dev', worker: 'core', destination: { sink } }).info('up');
  expect(sink.lines).toHaveLength(1);
  const queue = sqsQueue({ url: 'http://q' });
  await expect(queue.ready?.()).rejects.toEqual(missing('@aws-sdk/client-sqs', 'reads the queue'));
  await expect(runWorker(workerOptions(['-r', 'dev', '-w', 'core'], {}), queue, () => {})).rejects.toEqual(
    missing('@aws-sdk/client-sqs', 'reads the queue'),
  );
  await expect(dynamoDbEvents({ table: 't' }).write({} as RunEvent)).rejects.toEqual(
    missing('@aws-sdk/client-dynamodb', 'writes events'),
  );
  await expect(sdkLogClient({ group: 'g', stream: 's' }).put([])).rejects.toEqual(
    missing('@aws-sdk/client-cloudwatch-logs', 'sends records'),
  );
});

test('a program that is bundled with the SDK says where it is', async () => {
  class SQSClient {}
  class GetQueueAttributesCommand {
    constructor(readonly input: object) {}
  }
  const asked: object[] = [];
  const client = { send: async (command: object) => asked.push(command) };
  const queue = sqsQueue({
    url: 'http://q',
    client: client as never,
    sdk: async () => ({ SQSClient, GetQueueAttributesCommand }),
  });
  await queue.depth();
  expect(asked).toEqual([expect.any(GetQueueAttributesCommand)]);
});

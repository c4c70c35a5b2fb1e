import { createLogger, dynamoDbEvents, type RunEvent, sqsQueue } from '../../lib/runtime';
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
  expect(() => sqsQueue({ url: 'http://q' })).toThrow(missing('@aws-sdk/client-sqs', 'reads the queue'));
  await expect(dynamoDbEvents({ table: 't' }).write({} as RunEvent)).rejects.toEqual(
    missing('@aws-sdk/client-dynamodb', 'writes events'),
  );
  await expect(sdkLogClient({ group: 'g', stream: 's' }).put([])).rejects.toEqual(
    missing('@aws-sdk/client-cloudwatch-logs', 'sends records'),
  );
});

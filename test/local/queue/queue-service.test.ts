import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { compiled } from '../../../lib/local/process/compiled';
import { queueAttributes } from '../../../lib/local/queue/queue-service';

const queue = {
  logicalId: 'Queue',
  queueName: 'lava-dev-core',
  queueArn: 'arn:aws:sqs:us-east-1:123456789012:lava-dev-core',
  queueUrl: '',
  fifo: false,
  visibilityTimeoutSeconds: 3600,
  messageRetentionSeconds: 86_400,
};
const redrive = {
  deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:lava-dev-core-dlq',
  maxReceiveCount: 1,
};

test('a queue keeps the timeouts and the redrive policy of the template', () => {
  const attributes = queueAttributes({ ...queue, redrive }, 'us-east-1');
  expect(attributes).toMatchObject({ VisibilityTimeout: '3600', MessageRetentionPeriod: '86400' });
  expect(JSON.parse(attributes.RedrivePolicy!)).toEqual({
    deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:lava-dev-core-dlq',
    maxReceiveCount: 1,
  });
});

/** fauxqs is an ES module, which jest does not load: the compiled service runs in a process of its own. */
test('clients of the AWS SDK reach the queues of the template, and only on loopback', async () => {
  const dlq = { ...queue, queueName: 'lava-dev-core-dlq' };
  const script = `
    const { startQueueService } = require(${JSON.stringify(compiled('lib/local/queue/queue-service.js'))});
    const sdk = require('@aws-sdk/client-sqs');
    const http = require('node:http');
    (async () => {
      const service = await startQueueService({ region: 'us-east-1', accountId: '123456789012', speed: 10 });
      await service.createQueues(${JSON.stringify([{ ...queue, visibilityTimeoutSeconds: 0, redrive }, dlq])});
      const client = new sdk.SQSClient({ region: 'us-east-1', endpoint: service.url });
      const QueueUrl = service.queueUrl('lava-dev-core');
      await client.send(new sdk.SendMessageCommand({ QueueUrl, MessageBody: 'job' }));
      const before = await service.depth('lava-dev-core');
      for (let i = 0; i < 2; i++) await client.send(new sdk.ReceiveMessageCommand({ QueueUrl }));
      await service.send('arn:aws:sqs:us-east-1:123456789012:lava-dev-core-dlq', 'event', { RequestID: 'r' });
      const traffic = service.takeTraffic('lava-dev-core');
      const dead = await service.depth('lava-dev-core-dlq');
      const foreign = await new Promise((resolve) =>
        http.get(service.url, { headers: { host: 'evil.example' } }, ({ statusCode }) => resolve(statusCode)));
      const missing = await service.send('arn:aws:sqs:us-east-1:123456789012:nope', 'x').catch(({ message }) => message);
      await service.close();
      console.log(JSON.stringify({ traffic, path: new URL(QueueUrl).pathname, before, dead: dead.visible, foreign, missing }));
    })();`;
  const env = { PATH: process.env.PATH, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { env, cwd: __dirname });
  expect(JSON.parse(stdout)).toEqual({
    path: '/123456789012/lava-dev-core',
    before: { visible: 1, notVisible: 0, delayed: 0, oldestSeconds: expect.any(Number) },
    traffic: { sent: 1, received: 1, deleted: 0, emptyReceives: 1 },
    // The message was received once and is dead on its second receive; the other one was sent there.
    dead: 2,
    foreign: 403,
    missing: expect.stringContaining('SQS SendMessage failed: '),
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { topicPublisher } from '../../../lambda/alert-dispatcher/aws';
import { PostError } from '../../../lambda/alert-dispatcher/http-post';
import { withTopics } from '../../../lambda/alert-dispatcher/topic-post';

const ARN = 'arn:aws:sns:eu-west-1:123456789012:chat';
const request = (url: string) => ({ url, headers: {}, body: '{"version":"1.0"}' });

function failing(name: string) {
  return withTopics(
    async () => {
      throw Object.assign(new Error(`secret text about ${ARN}`), { name });
    },
    async () => ({ status: 500 }),
  );
}

test('what is for a topic is published, and everything else is posted', async () => {
  const published: unknown[] = [];
  const post = withTopics(
    async (...call) => void published.push(call),
    async ({ url }) => ({ status: url === 'https://a.example' ? 202 : 500 }),
  );
  expect(await post(request(`sns:${ARN}`), 4_000)).toEqual({ status: 200 });
  expect(await post(request('https://a.example'), 4_000)).toEqual({ status: 202 });
  expect(published).toEqual([[ARN, '{"version":"1.0"}', 4_000]]);
});

test.each([
  ['NotFoundException', false],
  ['AuthorizationErrorException', false],
  ['InvalidParameterException', false],
  ['KMSAccessDeniedException', false],
  ['KMSThrottlingException', true],
  ['ThrottledException', true],
  ['InternalErrorException', true],
  ['TimeoutError', true],
])('%s is tried again: %s, and told by its name alone', async (name, retry) => {
  await expect(failing(name)(request(`sns:${ARN}`), 1)).rejects.toEqual(
    new PostError(`the topic did not take it: ${name}`, retry),
  );
});

test('a topic gets the text as it is, and a service that hangs is given up', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      if (bodies.length > 1) return;
      response.setHeader('content-type', 'text/xml').end(PUBLISHED);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const environment = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  try {
    await topicPublisher()(ARN, '{"version":"1.0"}', 10_000);
    const sent = new URLSearchParams(bodies[0]);
    expect([sent.get('Action'), sent.get('TopicArn'), sent.get('Message')]).toEqual([
      'Publish',
      ARN,
      '{"version":"1.0"}',
    ]);
    await expect(topicPublisher()(ARN, '{}', 200)).rejects.toMatchObject({ name: 'TimeLimitError' });
  } finally {
    process.env = environment;
    server.close();
    server.closeAllConnections();
  }
});

const PUBLISHED = `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
  <PublishResult><MessageId>m-1</MessageId></PublishResult>
  <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
</PublishResponse>`;

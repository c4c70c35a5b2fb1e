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

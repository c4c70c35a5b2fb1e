import { mskIamToken } from '../../../lib/user-events/kafka/msk-iam-token';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const AT = Date.parse('2026-01-05T09:00:00.123Z');

async function urlOf(credentials: typeof KEYS & { sessionToken?: string }): Promise<URL> {
  const token = await mskIamToken(
    'ap-southeast-2',
    async () => credentials,
    () => AT,
  );
  expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
  return new URL(Buffer.from(token, 'base64url').toString());
}

test("the signature is the one that AWS's own signer makes", async () => {
  const url = await urlOf({ ...KEYS, sessionToken: 'session/token+with=signs' });
  expect(url.origin + url.pathname).toBe('https://kafka.ap-southeast-2.amazonaws.com/');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    Action: 'kafka-cluster:Connect',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIDEXAMPLE/20260105/ap-southeast-2/kafka-cluster/aws4_request',
    'X-Amz-Date': '20260105T090000Z',
    'X-Amz-Expires': '900',
    'X-Amz-Security-Token': 'session/token+with=signs',
    'X-Amz-SignedHeaders': 'host',
    // Made by @smithy/signature-v4 from the same input.
    'X-Amz-Signature': '48108a0e6dc53885afcc342a63b6caefa0246c9b007941c5583a3f979061412f',
    'User-Agent': 'tiltmeter',
  });
});

test('long-lived keys have no session token', async () => {
  expect((await urlOf(KEYS)).searchParams.has('X-Amz-Security-Token')).toBe(false);
});

test('each call signs anew, since a token is short-lived', async () => {
  let now = AT;
  const token = () =>
    mskIamToken(
      'eu-west-1',
      async () => KEYS,
      () => now,
    );
  const first = await token();
  now += 60_000;
  expect(await token()).not.toBe(first);
});

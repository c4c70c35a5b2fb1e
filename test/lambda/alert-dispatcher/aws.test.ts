import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { secretReaders } from '../../../lambda/alert-dispatcher/aws';
import { logSearch } from '../../../lambda/shared/search-logs';

type Call = { readonly target: string; readonly input: Record<string, unknown> };

const calls: Call[] = [];
const answers: Record<string, unknown>[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const input = JSON.parse(Buffer.concat(chunks).toString());
    calls.push({ target: String(request.headers['x-amz-target']), input });
    const answer = answers.shift() ?? {};
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer));
  });
});

const environment = { ...process.env };

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});

afterAll(() => {
  process.env = environment;
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  calls.length = 0;
  answers.length = 0;
});

test('a parameter is read decrypted', async () => {
  answers.push({ Parameter: { Value: 'https://hooks.example.com/x' } });
  expect(await secretReaders().ssm('/lava/dev/slack')).toBe('https://hooks.example.com/x');
  expect(calls).toEqual([
    { target: 'AmazonSSM.GetParameter', input: { Name: '/lava/dev/slack', WithDecryption: true } },
  ]);
});

test('a parameter that is not there is an error of that name', async () => {
  answers.push({ __type: 'ParameterNotFound' });
  await expect(secretReaders().ssm('/x')).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

test('a secret is read as text', async () => {
  answers.push({ SecretString: 'KEY' });
  expect(await secretReaders().secretsManager('lava/dev/pagerduty')).toBe('KEY');
  expect(calls).toEqual([
    { target: 'secretsmanager.GetSecretValue', input: { SecretId: 'lava/dev/pagerduty' } },
  ]);
});

test('records are read newest first, page after page, until there are enough', async () => {
  const event = (timestamp: number) => ({ timestamp, message: `m${timestamp}` });
  answers.push({ events: [event(9), event(8)], nextToken: 'n1' }, { events: [], nextToken: 'n2' });
  answers.push({ events: [event(7)], nextToken: 'n3' }, { events: [event(6)] });
  const query = { logGroup: '/var/log/lava/dev', pattern: '{ $.a = 1 }', from: 1_000, to: 2_000, limit: 3 };
  const found = await logSearch()(query, AbortSignal.timeout(5_000));
  expect(found).toEqual([event(9), event(8), event(7)]);
  const input = {
    logGroupName: '/var/log/lava/dev',
    filterPattern: '{ $.a = 1 }',
    startTime: 1_000,
    endTime: 2_000,
    startFromHead: false,
    limit: 3,
  };
  expect(calls).toEqual(
    [input, { ...input, nextToken: 'n1' }, { ...input, nextToken: 'n2' }].map((one) => ({
      target: 'Logs_20140328.FilterLogEvents',
      input: one,
    })),
  );
});

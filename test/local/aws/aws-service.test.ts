import { type AwsActions, AwsFailure, startAwsService } from '../../../lib/local/aws/aws-service';
import { logActions } from '../../../lib/local/aws/log-actions';
import { createLogStore } from '../../../lib/local/aws/log-store';
import { secretActions } from '../../../lib/local/aws/secret-actions';
import type { LoopbackServer } from '../../../lib/local/loopback-server';

const store = createLogStore();
const secrets = new Map([
  ['ssm:/lava/dev/slack', 'http://127.0.0.1:1'],
  ['secretsmanager:pager', '{"key":"k"}'],
]);
const actions: AwsActions = {
  ...secretActions(secrets),
  ...logActions(store),
  'Test.Fail': () => {
    throw new AwsFailure('NoSuchThing', 'there is none');
  },
};

let service: LoopbackServer;
beforeAll(async () => {
  service = await startAwsService(actions);
});
afterAll(() => service.close());

async function call(target: string, input: unknown) {
  const body = typeof input === 'string' ? input : JSON.stringify(input);
  const response = await fetch(service.url, { method: 'POST', headers: { 'x-amz-target': target }, body });
  return [response.status, (await response.json()) as Record<string, unknown>] as const;
}

test('a parameter and a secret are read by their names', async () => {
  expect(await call('AmazonSSM.GetParameter', { Name: '/lava/dev/slack', WithDecryption: true })).toEqual([
    200,
    { Parameter: { Name: '/lava/dev/slack', Value: 'http://127.0.0.1:1', Type: 'SecureString', Version: 1 } },
  ]);
  expect(await call('secretsmanager.GetSecretValue', { SecretId: 'pager' })).toEqual([
    200,
    { Name: 'pager', SecretString: '{"key":"k"}' },
  ]);
});

test.each([
  ['AmazonSSM.GetParameter', { Name: 'pager' }, 'ParameterNotFound', 'no parameter pager in this realm'],
  [
    'secretsmanager.GetSecretValue',
    { SecretId: 'x' },
    'ResourceNotFoundException',
    'no secret x in this realm',
  ],
  [
    'Logs_20140328.FilterLogEvents',
    { logGroupName: 'x' },
    'ResourceNotFoundException',
    'no log group x in this realm',
  ],
  ['Test.Fail', {}, 'NoSuchThing', 'there is none'],
  ['toString', {}, 'UnknownOperationException', 'the local realm does not do toString'],
  ['Test.Fail', '{', 'SerializationException', 'the request is not one of the AWS JSON protocol'],
])('%s with %j is refused with %s', async (target, input, code, message) => {
  expect(await call(target, input)).toEqual([400, { __type: code, message }]);
});

test('records are found by pattern and time, newest first, up to a limit', async () => {
  const levels = ['INFO', 'ERROR', 'ERROR', 'ERROR'];
  for (const [timestamp, level] of levels.entries()) {
    store.put('/var/log/lava/dev', { timestamp, logStreamName: 's', message: JSON.stringify({ level }) });
  }
  const query = { logGroupName: '/var/log/lava/dev', filterPattern: '{ $.level = "ERROR" }' };
  const search = async (more: object) => {
    const [, { events }] = await call('Logs_20140328.FilterLogEvents', { ...query, ...more });
    return (events as { timestamp: number }[]).map(({ timestamp }) => timestamp);
  };
  expect(await search({})).toEqual([3, 2, 1]);
  expect(await search({ startTime: 1, endTime: 3 })).toEqual([2, 1]);
  expect(await search({ limit: 1 })).toEqual([3]);
});

test('only the latest records of a group are kept', () => {
  const busy = createLogStore();
  for (let timestamp = 0; timestamp < 6_000; timestamp++) {
    busy.put('g', { timestamp, logStreamName: 's', message: 'm' });
  }
  const all = busy.search('g', { pattern: '', from: 0, to: 10_000, limit: 10_000 })!;
  expect([all.length, all.at(-1)!.timestamp]).toEqual([5_000, 1_000]);
});

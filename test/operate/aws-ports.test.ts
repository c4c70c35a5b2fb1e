import { AwsFailure, startAwsService } from '../../lib/local/aws/aws-service';
import { logActions } from '../../lib/local/aws/log-actions';
import { createLogStore } from '../../lib/local/aws/log-store';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { awsPorts, criteriaPattern, type FoundRecord } from '../../lib/operate';

const GROUP = '/var/log/lava/dev';
const BASE = Date.UTC(2026, 0, 5, 9);
const before = { ...process.env };
let service: LoopbackServer;

beforeAll(async () => {
  const store = createLogStore();
  ['INFO', 'ERROR', 'CRITICAL'].forEach((level, index) => {
    const message = JSON.stringify({ event_source: 'lava-worker', realm: 'dev', worker: 'core', level });
    store.put(GROUP, { timestamp: BASE + index * 1000, logStreamName: 'core/i-0', message });
  });
  service = await startAwsService(logActions(store));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: service.url,
    AWS_ACCESS_KEY_ID: 'tiltmeter',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  delete process.env.AWS_REGION;
  delete process.env.AWS_DEFAULT_REGION;
  delete process.env.AWS_PROFILE;
});

afterAll(async () => {
  process.env = before;
  await service.close();
});

const ports = (region?: string) => awsPorts({ region, signal: new AbortController().signal });

async function search(logGroup: string, region?: string): Promise<FoundRecord[]> {
  const query = {
    logGroup,
    pattern: criteriaPattern({ system: 'lava', realm: 'dev', level: 'ERROR' }),
    from: BASE,
  };
  const found: FoundRecord[] = [];
  for await (const page of ports(region).findRecords(query)) found.push(...page);
  return found;
}

test('records are found by their criteria', async () => {
  const found = await search(GROUP, 'us-east-1');
  expect(found.map(({ message }) => JSON.parse(message).level).sort()).toEqual(['CRITICAL', 'ERROR']);
  expect(found[0]).toMatchObject({
    stream: 'core/i-0',
    timestamp: expect.any(Number),
    id: expect.any(String),
  });
});

test('a log group that is not there is told with the region', async () => {
  await expect(search('/var/log/lava/prod', 'us-east-1')).rejects.toThrow(
    new Error('log group /var/log/lava/prod: not found in us-east-1; is the realm deployed there?'),
  );
});

test('a missing region is told with what to do', async () => {
  await expect(search(GROUP)).rejects.toThrow(
    new Error("log group /var/log/lava/dev: no region; set AWS_REGION, or 'aws:' in the realm file"),
  );
});

test('missing credentials are told with what to do', async () => {
  const { AWS_ACCESS_KEY_ID, ...rest } = process.env;
  process.env = rest;
  await expect(search(GROUP, 'us-east-1')).rejects.toThrow(
    new Error(
      'log group /var/log/lava/dev: no AWS credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    ),
  );
  process.env = { ...rest, AWS_ACCESS_KEY_ID };
});

test("a service that says no is told in the service's words", async () => {
  await expect(ports('us-east-1').invoke('lava-dev-dispatch', {})).rejects.toThrow(
    /^function lava-dev-dispatch: /,
  );
});

describe('a command on instances', () => {
  const RUNNING = { Status: 'InProgress', CommandPlugins: [{ Output: '' }] };
  const FAILED = { Status: 'Failed', StatusDetails: 'Failed', CommandPlugins: [{ Output: 'not running\n' }] };
  let polls: number;
  let sent: Readonly<Record<string, unknown>>;

  /** A Systems Manager whose answers are those given, a poll each. */
  async function systemsManager(...answers: readonly (readonly object[])[]): Promise<LoopbackServer> {
    polls = 0;
    const manager = await startAwsService({
      'AmazonSSM.SendCommand': (input) => {
        sent = input;
        if (String(input.InstanceIds).includes('i-gone')) throw new AwsFailure('InvalidInstanceId', '');
        return { Command: { CommandId: 'c-1' } };
      },
      'AmazonSSM.ListCommandInvocations': () => ({ CommandInvocations: answers[polls++] }),
    });
    process.env.AWS_ENDPOINT_URL = manager.url;
    return manager;
  }

  afterEach(() => {
    process.env.AWS_ENDPOINT_URL = service.url;
  });

  test('is waited for until it has ended on each', async () => {
    const one = { InstanceId: 'i-1', Status: 'Success' };
    const two = { InstanceId: 'i-2' };
    const manager = await systemsManager([], [one, { ...two, ...RUNNING }], [one, { ...two, ...FAILED }]);
    expect(await ports('us-east-1').runCommand(['i-2', 'i-1'], 'true')).toEqual([
      { instance: 'i-2', failure: 'not running' },
      { instance: 'i-1' },
    ]);
    expect(polls).toBe(3);
    expect(sent).toMatchObject({ DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-2', 'i-1'] });
    await manager.close();
  });

  test('that did not run fails in the words of Systems Manager', async () => {
    const gone = { InstanceId: 'i-1', Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut' };
    const manager = await systemsManager([gone]);
    expect(await ports('us-east-1').runCommand(['i-1'], 'true')).toEqual([
      { instance: 'i-1', failure: 'Systems Manager: DeliveryTimedOut' },
    ]);
    await manager.close();
  });

  test('on one that Systems Manager does not know is told with what to do', async () => {
    const manager = await systemsManager();
    await expect(ports('us-east-1').runCommand(['i-gone'], 'true')).rejects.toThrow(
      new Error(
        'instances i-gone: Systems Manager does not reach all of them; are they running, with its agent?',
      ),
    );
    await manager.close();
  });
});

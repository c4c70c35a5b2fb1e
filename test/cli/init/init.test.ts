import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/main';
import { readRealmFile } from '../../../lib/realm/realm-file';
import { CORE, LAVA_WORKER } from '../../lava/worker-template';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `tiltmeter init` in a folder of its own with these files. */
async function init(files: Readonly<Record<string, unknown>>, ...more: readonly string[]) {
  for (const [name, document] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof document === 'string' ? document : JSON.stringify(document));
  }
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(['init', ...Object.keys(files).flatMap((name) => ['--from', name]), ...more], {
    cwd: folder,
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    stdin: process.stdin,
    signal: new AbortController().signal,
  } as never);
  return { code, out, err };
}

const written = (realm = 'dev') => readFileSync(join(folder, 'realms', `${realm}.yaml`), 'utf8');

function configOf(realm = 'dev') {
  const read = readRealmFile(`realms/${realm}.yaml`, written(realm));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

const STACKS = {
  Stacks: [
    { StackName: 'lava-dev', Parameters: [{ ParameterKey: 'realm', ParameterValue: 'dev' }] },
    {
      StackName: 'lava-dev-core',
      Parameters: Object.entries(CORE).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    },
  ],
};
const REALMS_TABLE = {
  Items: [
    {
      realm: { S: 'dev' },
      config: { M: { CW_METRICS_JOB: { BOOL: true } } },
      'x-workers': {
        M: { _: { M: { daemons: { N: '1' } } }, core: { M: { daemons: { N: '2' }, threads: { N: '4' } } } },
      },
    },
  ],
};
const ALARMS = {
  MetricAlarms: [
    {
      AlarmName: 'lava-dev-core-heartbeat',
      AlarmActions: ['arn:aws:sns:ap-southeast-2:123456789012:ops'],
    },
  ],
};

test('what aws describes becomes a realm file that adopts all of it', async () => {
  const { code, out, err } = await init({ 's.json': STACKS, 't.json': REALMS_TABLE, 'a.json': ALARMS });
  expect({ code, out }).toEqual({ code: 0, out: ['realms/dev.yaml'] });
  expect(err).toEqual(["tiltmeter: next: tiltmeter check --realm dev --template …, with Lava's templates"]);
  expect(configOf()).toMatchObject({
    realm: 'dev',
    logs: { existing: true },
    events: 'existing',
    dispatcher: false,
    alarmPrefix: 'tiltmeter-',
    metrics: { job: true },
    alerts: { page: [{ kind: 'topic', target: 'arn:aws:sns:ap-southeast-2:123456789012:ops' }] },
    workers: [
      {
        name: 'core',
        queue: { existing: 'lava-dev-core', depth: 100, forSeconds: 900 },
        fleet: { existing: 'lava-dev-core', daemons: 2, instances: { min: 1, max: 2 } },
      },
    ],
  });
});

test('a template is read with the values of its parameters, once for each worker', async () => {
  const { code, err } = await init(
    { 'lava-worker.json': LAVA_WORKER },
    ...['realm=dev', 'worker=core', 'worker=gpu', 'alarmTopic=ops'].flatMap((one) => ['--parameter', one]),
  );
  expect(code).toBe(0);
  expect(written()).toContain('existing: lava-dev-core');
  expect(written()).toContain('existing: lava-dev-gpu');
  expect(written()).toContain('  # not known: the account and the Region of the topic ops');
  expect(written()).toContain('    # not known: its daemons, which x-workers of the realms table has');
  expect(err.join('\n')).toContain(
    "alerts.page.0.topic: not the ARN of a topic, got 'arn:aws:sns:REGION:ACCOUNT:ops'",
  );
  expect(err.join('\n')).toContain('things are not known; the comments in realms/dev.yaml say which');
});

test('a worker that the realms table starts on the machines of another is a guest there', async () => {
  const QUEUES = ['core', 'gpu', 'big'].map(
    (name) => `https://sqs.eu-west-1.amazonaws.com/1/lava-dev-${name}`,
  );
  const group = (name: string) => ({ AutoScalingGroupName: `lava-dev-${name}`, MinSize: 1, MaxSize: 1 });
  const item = {
    realm: { S: 'dev' },
    'x-workers': {
      M: {
        core: { M: { workers: { S: 'core  gpu big' }, daemons: { S: '2' } } },
        _: { M: { daemons: { N: '3' } } },
      },
    },
  };
  await init({
    'q.json': { QueueUrls: QUEUES },
    'g.json': { AutoScalingGroups: ['core', 'big'].map(group) },
    't.json': { Item: item },
  });
  expect(configOf().workers.map(({ name, fleet }) => [name, fleet])).toEqual([
    ['core', expect.objectContaining({ existing: 'lava-dev-core', daemons: 2 })],
    ['gpu', expect.objectContaining({ on: 'core', daemons: 3 })],
    ['big', expect.objectContaining({ existing: 'lava-dev-big', daemons: 3 })],
  ]);
  expect(written()).toContain('    # also on the machines of core, for which there is no key\n');
  expect(written()).not.toContain('not known: its');
});

test('without a word of it in the realms table, a worker has one daemon', async () => {
  await init({
    'g.json': { AutoScalingGroups: [{ AutoScalingGroupName: 'lava-dev-core', MinSize: 1, MaxSize: 1 }] },
    't.json': { Item: { realm: { S: 'dev' }, config: { M: {} } } },
  });
  expect(configOf().workers[0]!.fleet).toMatchObject({ daemons: 1 });
});

const OPS = 'arn:aws:sns:eu-west-1:123456789012:ops';

/** A worker's stack whose values are in its body, not in parameters. */
const LITERAL = {
  Conditions: { off: { 'Fn::Equals': ['a', 'b'] } },
  Resources: {
    Group: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: { AutoScalingGroupName: 'lava-dev-core', MinSize: '2', MaxSize: 5 },
    },
    Mine: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: {
        AutoScalingGroupName: 'big-machines',
        MinSize: 1,
        MaxSize: 1,
        Tags: [
          { Key: 'LavaRealm', Value: 'dev' },
          { Key: 'LavaWorker', Value: 'gpu' },
        ],
      },
    },
    Absent: {
      Type: 'AWS::SQS::Queue',
      Condition: 'off',
      Properties: { QueueName: 'lava-dev-old' },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'lava-dev-core' } },
    Silent: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { AlarmName: 'lava-dev-core-heartbeat', AlarmActions: [OPS] },
    },
    Deep: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'deep',
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }],
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 51,
        Period: 300,
        EvaluationPeriods: 4,
      },
    },
  },
};

test('what the body of a template says is taken from there', async () => {
  const { code, err } = await init({ 'core.json': LITERAL });
  expect({ code, err }).toEqual({
    code: 0,
    err: [
      'tiltmeter: 4 things are not known; the comments in realms/dev.yaml say which',
      "tiltmeter: next: tiltmeter check --realm dev --template …, with Lava's templates",
    ],
  });
  expect(configOf()).toMatchObject({
    alerts: { page: [{ kind: 'topic', target: OPS }] },
    workers: [
      {
        name: 'core',
        queue: { existing: 'lava-dev-core', depth: 50, forSeconds: 1_200 },
        fleet: { existing: 'lava-dev-core', instances: { min: 2, max: 5 } },
      },
      { name: 'gpu', fleet: { existing: 'big-machines', instances: { min: 1, max: 1 } } },
    ],
  });
  expect(written()).toContain(
    "# An alarm of Lava's has a name that ours would have: lava-dev-core-heartbeat",
  );
});

test.each<[string, unknown, string]>([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own.
  ['a name in this account', { 'Fn::Sub': 'arn:aws:sns:${AWS::Region}:${AWS::AccountId}:ops' }, 'ops'],
  [
    'its parts',
    { 'Fn::Join': [':', ['arn:aws:sns', { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, 'ops']] },
    'ops',
  ],
  ['one of the stack', { Ref: 'Topic' }, 'ops'],
  ['one of two', { 'Fn::If': ['off', 'arn:aws:sns:eu-west-1:1:no', { Ref: 'Topic' }] }, 'ops'],
])('a topic is named, whatever says it: %s', async (_, action, name) => {
  const alarm = { AlarmName: 'lava-dev-core-heartbeat', AlarmActions: [action] };
  const Resources = {
    ...LITERAL.Resources,
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'ops' } },
    Silent: { Type: 'AWS::CloudWatch::Alarm', Properties: alarm },
  };
  await init({ 'core.json': { ...LITERAL, Resources } });
  expect(written()).toContain(`  # not known: the account and the Region of the topic ${name}\n`);
});

test('a template that goes in circles says nothing there, and the rest is read', async () => {
  const Conditions = { a: { Condition: 'b' }, b: { 'Fn::Not': [{ Condition: 'a' }] } };
  const Queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Queue' } } };
  const { Group } = LITERAL.Resources;
  const { code } = await init({
    'x.json': { Conditions, Resources: { Queue, Group: { ...Group, Condition: 'a' } } },
  });
  expect(code).toBe(0);
  expect(configOf().workers).toMatchObject([{ name: 'core', fleet: { existing: 'lava-dev-core' } }]);
});

test('the depth that a described alarm tolerates is taken, too', async () => {
  const { Properties } = LITERAL.Resources.Deep;
  const alarm = { ...Properties, Dimensions: [{ Name: 'QueueName', Value: 'lava-dev-core' }] };
  const QueueUrls = ['https://x/1/lava-dev-core'];
  await init({ 'a.json': { MetricAlarms: [alarm] }, 'q.json': { QueueUrls } });
  expect(configOf().workers).toMatchObject([{ name: 'core', queue: { depth: 50, forSeconds: 1_200 } }]);
});

test('queues and groups that are named as Lava names them are workers', async () => {
  await init({
    'q.json': {
      QueueUrls: [
        'https://sqs.eu-west-1.amazonaws.com/1/lava-dev-core',
        'https://x/1/orders',
        'https://x/1/lava-dev-core-dlq',
      ],
    },
    'g.json': { AutoScalingGroups: [{ AutoScalingGroupName: 'lava-dev-core', MinSize: 0, MaxSize: 3 }] },
  });
  expect(configOf().workers).toMatchObject([
    { name: 'core', queue: { existing: 'lava-dev-core' }, fleet: { instances: { min: 0, max: 3 } } },
  ]);
  expect(written()).toContain("  # not known: where Lava's alarms go; a topic's ARN or other channels");
});

test.each([
  [
    'a question of a new realm',
    { 's.json': STACKS },
    ['--system', 'acme'],
    'init: --from and --system: got both, allowed: one of them',
  ],
  [
    'no realm',
    { 'x.json': { Stacks: [] } },
    [],
    'init: no file names a realm, got none, allowed: --realm NAME, or --parameter realm=NAME for templates',
  ],
  ['another realm', { 's.json': STACKS }, ['--realm', 'prod'], "init: --realm: got 'prod', allowed: dev"],
  [
    'what is no JSON',
    { 'x.json': '{"a": [' },
    [],
    'init: x.json: not JSON or YAML, allowed: a template or what aws describe-… printed',
  ],
])('%s is refused', async (_, files, more, problem) => {
  const { code, err } = await init(files, ...more);
  expect(code).toBe(2);
  expect(err.join('\n')).toContain(problem);
});

test('a realm file that is there is kept, unless it is to be replaced', async () => {
  await init({ 's.json': STACKS });
  const again = await init({ 's.json': STACKS });
  expect(again.code).toBe(2);
  expect(again.err.join()).toContain('init: realms/dev.yaml is there already; give --force to replace it');
  expect((await init({ 's.json': STACKS }, '--force')).code).toBe(0);
});

test('a file that says nothing of Lava is named', async () => {
  const { err } = await init({ 's.json': STACKS, 'x.json': { Buckets: [] } });
  expect(err).toContain('tiltmeter: x.json says nothing of a Lava realm');
});

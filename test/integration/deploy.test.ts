import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { realmNames } from '../../lib/contract';
import { readTemplates } from '../../lib/rehearsal';
import { NOT_DEPLOYABLE, stripNotDeployable } from './support/deployable';
import { type Ministack, startMinistack } from './support/ministack';

/** Realm dev, deployed by the real CDK command line to an emulator, and used. */
const root = join(__dirname, '../..');
const names = realmNames('dev');
const region = 'us-east-1';

let home: string;
let emulator: Ministack;
let chat: Chat;
let sns: SNSClient;
let sqs: SQSClient;
let lambda: LambdaClient;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-deploy-'));
  emulator = await startMinistack();
  chat = await startChat();
  const client = clientProps();
  sns = new SNSClient(client);
  sqs = new SQSClient(client);
  lambda = new LambdaClient(client);
  const ssm = new SSMClient(client);
  for (const channel of ['slack', 'webhook']) {
    const Value = `${chat.url}/${channel}`;
    await ssm.send(new PutParameterCommand({ Name: `/lava/dev/${channel}`, Type: 'SecureString', Value }));
  }
  cdk('synth', '--quiet', '-c', 'realm=dev', '--output', assembly());
  const taken = stripNotDeployable(assembly());
  console.log(['not deployed, since the emulator cannot create it:', ...taken].join('\n  '));
  cdk('bootstrap', `aws://000000000000/${region}`);
  cdk('deploy', names.stack, '--app', assembly(), '--require-approval', 'never');
  await attachDeadLetterQueues();
});

afterAll(async () => {
  await chat?.stop();
  await emulator?.stop();
  rmSync(home, { recursive: true, force: true });
});

test('only what the table names is left out', () => {
  expect(NOT_DEPLOYABLE.map(([type]) => type)).toEqual([
    'AWS::CloudWatch::CompositeAlarm',
    'AWS::CloudWatch::AlarmMuteRule',
    'AWS::Logs::QueryDefinition',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::CloudWatch::Alarm',
  ]);
});

test('an alarm notification on the topic reaches the chat through the deployed dispatcher', async () => {
  await sns.send(
    new PublishCommand({
      TopicArn: await topicArn('page'),
      Subject: 'ALARM: "lava-dev-core-heartbeat" in US East (N. Virginia)',
      Message: JSON.stringify(alarmNotification),
    }),
  );
  const post = await chat.next('/slack');
  expect(JSON.stringify(post)).toContain('lava-dev-core-heartbeat');
});

test('a job request is a message on the queue of its worker', async () => {
  const answer = await invoke(names.jobDispatcher, { job_id: 'cmd/hello-world', worker: 'gpu' });
  expect(answer.error).toBeUndefined();
  const message = await receive(names.worker('gpu').queue);
  expect(message).toMatchObject({ realm: 'dev', worker: 'gpu', job_id: 'cmd/hello-world' });
});

test('an alert that no channel takes lands in the dead-letter queue', async () => {
  chat.refuse('/webhook');
  // The emulator retries an asynchronous invocation, and does not retry what a topic invokes.
  const TopicArn = await topicArn('ticket');
  const Message = JSON.stringify({ ...alarmNotification, AlarmName: 'lava-dev-core-queue-depth' });
  const Payload = JSON.stringify({
    Records: [{ EventSource: 'aws:sns', Sns: { Type: 'Notification', MessageId: 'm-1', TopicArn, Message } }],
  });
  const FunctionName = names.alertDispatcher;
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
  expect(JSON.stringify(await receive(names.alertDispatcherDlq))).toContain('lava-dev-core-queue-depth');
});

describe('tiltmeter operates the deployed realm', () => {
  beforeAll(async () => {
    const logs = new CloudWatchLogsClient(clientProps());
    const stream = { logGroupName: names.logGroup, logStreamName: 'core/i-0123' };
    await logs.send(new CreateLogStreamCommand(stream));
    const logEvents = [{ timestamp: Date.now(), message: JSON.stringify(heartbeat) }];
    await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  });

  test('dispatch sends a job with its parameters', async () => {
    const { code, stdout } = tiltmeter('dispatch', 'cmd/operate', '--worker', 'gpu', '--param', 'db.host=x');
    expect(stdout).toMatch(/^dispatched cmd\/operate to gpu as run [\da-f-]{36}\n$/);
    expect(code).toBe(0);
    const message = await receive(names.worker('gpu').queue);
    expect(message).toMatchObject({ job_id: 'cmd/operate', parameters: { db: { host: 'x' } } });
  });

  test('dispatch tells what the dispatcher refuses', () => {
    const { code, stderr } = tiltmeter('dispatch', 'cmd/operate', '--worker', 'gpu', '--delay', '16m');
    expect(stderr).toBe(
      'tiltmeter: function lava-dev-dispatch: 1 of 1 requests not dispatched: request 0: delay is "16m"; ' +
        'allowed: seconds or a duration such as 2m, up to 900 s\n',
    );
    expect(code).toBe(2);
  });

  test('redrive shows dead letters, and sends them to the queue that they came from', async () => {
    const { queue, deadLetterQueue } = names.worker('gpu');
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: deadLetterQueue }));
    const MessageBody = JSON.stringify({ job_id: 'cmd/dead' });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    expect(tiltmeter('redrive').stdout).toContain(`gpu  ${deadLetterQueue}  1 dead letter\n`);
    expect(tiltmeter('redrive', 'gpu', '--dry-run').stdout).toContain(MessageBody);
    const { code, stdout } = tiltmeter('redrive', 'gpu');
    expect(stdout).toContain(`1 dead letter of ${deadLetterQueue} sent again\n`);
    expect(code).toBe(0);
    expect(await receive(queue)).toEqual({ job_id: 'cmd/dead' });
    expect(tiltmeter('redrive').stdout).toContain(`gpu  ${deadLetterQueue}  0 dead letters\n`);
  });

  test('logs shows the records of the realm', () => {
    const { code, stdout } = tiltmeter('logs', '--worker', 'core');
    expect(stdout).toMatch(/^[\d-]+ [\d:]+ INFO core\/i-0123 heartbeat realm=dev worker=core\n$/);
    expect(code).toBe(0);
  });

  test('status shows who was heard of, and a silent worker is a finding', () => {
    const { code, stdout } = tiltmeter('status', '--json');
    const { workers } = JSON.parse(stdout);
    expect(workers).toMatchObject([
      {
        worker: 'core',
        instances: 1,
        processes: [{ instance: 'i-0123', status: 'running', threads: 1, deadThreads: [] }],
      },
      { worker: 'gpu', instances: 0, queue: { deadLetters: 0 } },
    ]);
    expect(code).toBe(1);
  });
});

// --- internal ---

const heartbeat = {
  event_source: 'lava-worker',
  realm: 'dev',
  worker: 'core',
  event_type: 'heartbeat',
  level: 'INFO',
  message: 'heartbeat realm=dev worker=core',
  sqs: { messages: 0, notvisible: 0 },
  internal: { qlen: 0 },
  threads: { 'worker-00': 'OK' },
  deferred_tasks: 0,
  status: 'running',
};

const alarmNotification = {
  AlarmName: 'lava-dev-core-heartbeat',
  AlarmDescription: 'worker core of realm dev is silent',
  AWSAccountId: '000000000000',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: no datapoints were received for 2 periods',
  StateChangeTime: '2026-01-05T09:16:49.000+0000',
  Region: 'US East (N. Virginia)',
  AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:lava-dev-core-heartbeat',
  OldStateValue: 'OK',
  Trigger: { MetricName: 'lava-dev-core-heartbeat', Namespace: 'LogMetrics', Dimensions: [] },
};

/** The emulator's CloudFormation loses a function's dead-letter queue, so it is set from the template. */
async function attachDeadLetterQueues(): Promise<void> {
  const path = join(assembly(), `${names.stack}.template.json`);
  const { functions } = readTemplates([{ path, region, accountId: '000000000000' }]);
  for (const { functionName, deadLetterQueueArn } of functions) {
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: functionName,
        DeadLetterConfig: { TargetArn: deadLetterQueueArn },
      }),
    );
  }
}

const assembly = (): string => join(home, 'cdk.out');

const clientProps = () => ({
  endpoint: emulator.endpoint,
  region,
  credentials: { accessKeyId: 'tiltmeter', secretAccessKey: 'secret' },
});

/** A home of its own, since the CDK caches account ids there. */
const emulatedAws = () => ({
  ...process.env,
  HOME: home,
  AWS_ENDPOINT_URL: emulator.endpoint,
  AWS_ACCESS_KEY_ID: 'tiltmeter',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: region,
  AWS_EC2_METADATA_DISABLED: 'true',
});

function tiltmeter(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const program = [join(root, 'dist/bin/tiltmeter.js'), ...args, '--realm', 'dev'];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd: root,
    env: emulatedAws(),
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

function cdk(...args: string[]): void {
  const env = { ...emulatedAws(), CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true' };
  try {
    execFileSync('npx', ['cdk', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    throw new Error(`cdk ${args[0]} failed:\n${stdout}\n${stderr}`);
  }
}

async function topicArn(severity: string): Promise<string> {
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  const arn = Topics.map(({ TopicArn }) => TopicArn).find((each) =>
    each?.endsWith(names.alertTopic(severity)),
  );
  if (!arn) throw new Error(`no topic for ${severity} among ${JSON.stringify(Topics)}`);
  return arn;
}

async function invoke(functionName: string, payload: unknown): Promise<{ error?: string; body: unknown }> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(payload) }),
  );
  return { error: FunctionError, body: JSON.parse(Payload?.transformToString() || 'null') };
}

/** The next message of a queue, as JSON; a refused alert is tried for three minutes before it is given up. */
async function receive(queueName: string): Promise<unknown> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  for (const deadline = Date.now() + 300_000; Date.now() < deadline; ) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2 }));
    if (Messages[0]) return JSON.parse(Messages[0].Body ?? 'null');
  }
  throw new Error(`no message on ${queueName} in 300 s`);
}

interface Chat {
  readonly url: string;
  readonly next: (path: string) => Promise<unknown>;
  readonly refuse: (path: string) => void;
  readonly stop: () => Promise<void>;
}

/** A real HTTP endpoint that keeps what is posted to it, and refuses the paths that it is told to. */
async function startChat(): Promise<Chat> {
  const posts: { path: string; body: unknown }[] = [];
  const refused = new Set<string>();
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      if (!refused.has(path)) posts.push({ path, body: JSON.parse(text) });
      response.writeHead(refused.has(path) ? 400 : 200).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (path) => refused.add(path),
    next: async (path) => {
      for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
        const index = posts.findIndex((post) => post.path === path);
        if (index !== -1) return posts.splice(index, 1)[0]!.body;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`nothing was posted to ${path} in 60 s`);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { stripNotDeployable } from './support/deployable';
import { type EmulatedAws, REGION, startEmulatedAws } from './support/emulated-aws';

/** A realm that fails at first, is destroyed, deployed again, renamed and moved: by the real CDK, to an emulator. */
const STACK = 'lava-life-monitoring';
const OTHER_ACCOUNT = '222222222222';
const file = (worker: string) => `realm: life
events: true
alerts:
  page: [{ webhook: ssm:/lava/life/webhook }]
workers:
  ${worker}
`;

let aws: EmulatedAws;
beforeAll(async () => {
  aws = await startEmulatedAws();
  for (const account of [undefined, OTHER_ACCOUNT])
    aws.cdk(['bootstrap', `aws://${account ?? '000000000000'}/${REGION}`], account);
});
afterAll(() => aws?.stop());

test('a first deployment that fails leaves nothing, and the next one finds every name free', async () => {
  // Another realm file, since the CDK uploads a template once by the hash of what was synthesised.
  expect(() => deploy(failing(synth('core: { queue: { depth: 7 } }')))).toThrow(/CREATE_FAILED|ROLLBACK/);
  expect(await named()).toEqual([]);

  const assembly = synth('core: {}');
  deploy(assembly);
  expect(await named()).toEqual([...kept(assembly), ...going(assembly)].sort());
});

test('a destroy leaves what has data and nothing else', async () => {
  const assembly = synth('core: {}');
  await send('lava-life-core', 'a job that waits');
  aws.cdk(['destroy', STACK, '--app', assembly, '--force']);
  expect(await named()).toEqual(kept(assembly));
});

// CloudFormation knows a queue by its URL, which no template has: it is adopted by the realm file instead.
test('a deployment again adopts what a destroy has left, with what is in it', async () => {
  const left = await named();
  const assembly = synth('core: { queue: { existing: lava-life-core, deadLetters: lava-life-core-dlq } }');
  deploy(assembly, ['--import-existing-resources']);
  expect(await named()).toEqual([...new Set([...left, ...kept(assembly), ...going(assembly)])].sort());
  expect(await receive('lava-life-core')).toBe('a job that waits');
});

test('a worker that is renamed has a new queue, and the old one keeps its jobs', async () => {
  deploy(synth('core: {}'));
  await send('lava-life-core', 'a job for the old name');
  const assembly = synth('main: {}');
  deploy(assembly);
  expect(await named()).toEqual(
    [...kept(assembly), ...going(assembly), 'lava-life-core', 'lava-life-core-dlq'].sort(),
  );
  expect(await receive('lava-life-core')).toBe('a job for the old name');
});

test('a realm is moved to another account by deploying its file there', async () => {
  const assembly = synth('main: {}', OTHER_ACCOUNT);
  deploy(assembly, [], OTHER_ACCOUNT);
  expect(await named(OTHER_ACCOUNT)).toEqual([...kept(assembly), ...going(assembly)].sort());
});

// --- internal ---

/** The assembly of the realm with one worker, without what the emulator cannot create. */
function synth(worker: string, account?: string): string {
  const realms = mkdtempSync(join(aws.home, 'realms-'));
  const assembly = mkdtempSync(join(aws.home, 'cdk.out-'));
  writeFileSync(join(realms, 'life.yaml'), file(worker));
  aws.cdk(['synth', '--quiet', '-c', `realms=${realms}`, '--output', assembly], account);
  stripNotDeployable(assembly);
  return assembly;
}

/** The assembly with one thing more, which fails when all that is kept is there. */
function failing(assembly: string): string {
  const path = join(assembly, `${STACK}.template.json`);
  const template = JSON.parse(readFileSync(path, 'utf8')) as { Resources: Record<string, Resource> };
  const DependsOn = Object.entries(template.Resources)
    .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'RetainExceptOnCreate')
    .map(([id]) => id);
  const Nobody = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
  const Properties = { Handle: { Ref: 'Nobody' }, Timeout: '1' };
  const Fails = { Type: 'AWS::CloudFormation::WaitCondition', DependsOn, Properties };
  writeFileSync(path, JSON.stringify({ ...template, Resources: { ...template.Resources, Nobody, Fails } }));
  return assembly;
}

function deploy(assembly: string, more: readonly string[] = [], account?: string): void {
  aws.cdk(['deploy', STACK, '--app', assembly, '--require-approval', 'never', ...more], account);
}

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What the account is asked for below, by the property that is its name. */
const NAMED: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Lambda::Function': 'FunctionName',
};

function names(assembly: string, isKept: boolean): string[] {
  const { Resources } = JSON.parse(readFileSync(join(assembly, `${STACK}.template.json`), 'utf8')) as {
    Resources: Record<string, Resource>;
  };
  return Object.values(Resources)
    .filter(({ DeletionPolicy }) => (DeletionPolicy === 'RetainExceptOnCreate') === isKept)
    .flatMap(({ Type, Properties }) => (NAMED[Type] === undefined ? [] : [String(Properties?.[NAMED[Type]])]))
    .sort();
}
const kept = (assembly: string): string[] => names(assembly, true);
const going = (assembly: string): string[] => names(assembly, false);

/** Every queue, log group, table, topic and function that there is. */
async function named(account?: string): Promise<string[]> {
  const props = aws.client(account);
  const [queues, groups, tables, topics, functions] = await Promise.all([
    new SQSClient(props).send(new ListQueuesCommand({})),
    new CloudWatchLogsClient(props).send(new DescribeLogGroupsCommand({})),
    new DynamoDBClient(props).send(new ListTablesCommand({})),
    new SNSClient(props).send(new ListTopicsCommand({})),
    new LambdaClient(props).send(new ListFunctionsCommand({})),
  ]);
  return [
    ...(queues.QueueUrls ?? []).map((url) => url.split('/').at(-1)!),
    ...(groups.logGroups ?? []).map(({ logGroupName }) => logGroupName!),
    ...(tables.TableNames ?? []),
    ...(topics.Topics ?? []).map(({ TopicArn }) => TopicArn!.split(':').at(-1)!),
    ...(functions.Functions ?? []).map(({ FunctionName }) => FunctionName!),
  ].sort();
}

async function url(queueName: string): Promise<string> {
  const { QueueUrls = [] } = await new SQSClient(aws.client()).send(new ListQueuesCommand({}));
  return QueueUrls.find((each) => each.endsWith(`/${queueName}`))!;
}

async function send(queueName: string, MessageBody: string): Promise<void> {
  await new SQSClient(aws.client()).send(
    new SendMessageCommand({ QueueUrl: await url(queueName), MessageBody }),
  );
}

async function receive(queueName: string): Promise<string | undefined> {
  const command = new ReceiveMessageCommand({ QueueUrl: await url(queueName), VisibilityTimeout: 0 });
  const { Messages = [] } = await new SQSClient(aws.client()).send(command);
  return Messages[0]?.Body;
}

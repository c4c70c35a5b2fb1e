import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { type Json, Refusal, startAccount } from '../operate/support/fake-account';

const OPS = 'arn:aws:sns:eu-west-1:123456789012:ops';
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
const before = { ...process.env };
let directory: string;
let service: LoopbackServer | undefined;
let calls: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'snapshot-'));
  calls = [];
});

afterEach(async () => {
  process.env = { ...before };
  rmSync(directory, { recursive: true });
  await service?.close();
  service = undefined;
});

async function tiltmeter(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    env: {},
    cwd: directory,
    isTty: false,
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

const alarm = (name: string, queue: string) => ({
  AlarmName: name,
  AlarmArn: arn('cloudwatch', `alarm:${name}`),
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: queue }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 100,
  ComparisonOperator: 'GreaterThanThreshold',
  AlarmActions: [OPS],
  StateValue: 'OK',
  StateUpdatedTimestamp: 1767600000,
});

/** Pages of one item each. */
const paged =
  (member: string, items: readonly object[], token: string) =>
  (input: Json): object => {
    const at = Number(input[token] ?? 0);
    return {
      [member]: items.slice(at, at + 1),
      ...(at + 1 < items.length ? { [token]: String(at + 1) } : {}),
    };
  };

/** An account of two alarms, with what they are about. */
const ACCOUNT: Readonly<Record<string, (input: Json) => object>> = {
  DescribeAlarms: ({ NextToken }) =>
    NextToken === undefined
      ? { MetricAlarms: [alarm('deep', 'jobs')], NextToken: 'more' }
      : {
          MetricAlarms: [alarm('gone', 'gone')],
          CompositeAlarms: [
            {
              AlarmName: 'both',
              AlarmArn: arn('cloudwatch', 'alarm:both'),
              AlarmRule: 'ALARM(deep) AND ALARM(gone)',
            },
          ],
        },
  ListAlarmMuteRules: paged(
    'AlarmMuteRuleSummaries',
    [{ AlarmMuteRuleArn: arn('cloudwatch', 'alarm-mute-rule:night'), Status: 'SCHEDULED' }],
    'NextToken',
  ),
  GetAlarmMuteRule: ({ AlarmMuteRuleName }) => ({
    Name: AlarmMuteRuleName,
    AlarmMuteRuleArn: arn('cloudwatch', `alarm-mute-rule:${AlarmMuteRuleName}`),
    Rule: { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT4H', Timezone: 'UTC' } },
    MuteTargets: { AlarmNames: ['deep'] },
    StartDate: 1767600000,
  }),
  DescribeMetricFilters: paged(
    'metricFilters',
    ['errors', 'warnings'].map((name) => ({
      filterName: name,
      filterPattern: `"${name}"`,
      logGroupName: '/app',
      metricTransformations: [{ metricName: name, metricNamespace: 'App', metricValue: '1' }],
    })),
    'nextToken',
  ),
  DescribeLogGroups: paged(
    'logGroups',
    [{ logGroupName: '/app', arn: arn('logs', 'log-group:/app:*'), logGroupClass: 'STANDARD' }],
    'nextToken',
  ),
  DescribeSubscriptionFilters: ({ logGroupName, nextToken = '0' }) =>
    paged(
      'subscriptionFilters',
      ['archive', 'ship'].map((name) => ({
        filterName: name,
        logGroupName,
        filterPattern: '',
        destinationArn: arn('lambda', `function:${name}`),
      })),
      'nextToken',
    )({ nextToken }),
  ListDashboards: paged(
    'DashboardEntries',
    [{ DashboardName: 'jobs' }, { DashboardName: 'fleet' }],
    'NextToken',
  ),
  GetDashboard: ({ DashboardName }) => ({
    DashboardName,
    DashboardArn: `arn:aws:cloudwatch::123456789012:dashboard/${DashboardName}`,
    DashboardBody: JSON.stringify({ widgets: [] }),
  }),
  ListSubscriptions: paged(
    'Subscriptions',
    [
      { SubscriptionArn: `${OPS}:1`, TopicArn: OPS, Protocol: 'sqs', Endpoint: arn('sqs', 'inbox') },
      { SubscriptionArn: 'PendingConfirmation', TopicArn: OPS, Protocol: 'email', Endpoint: 'a@example.com' },
      {
        SubscriptionArn: `${arn('sns', 'other')}:2`,
        TopicArn: arn('sns', 'other'),
        Protocol: 'email',
        Endpoint: 'b@example.com',
      },
    ],
    'NextToken',
  ),
  GetTopicAttributes: ({ TopicArn }) => ({ Attributes: { TopicArn, KmsMasterKeyId: 'alias/ops' } }),
  GetSubscriptionAttributes: ({ SubscriptionArn }) => ({
    Attributes: {
      SubscriptionArn,
      TopicArn: OPS,
      Protocol: 'sqs',
      Endpoint: arn('sqs', 'inbox'),
      RawMessageDelivery: 'true',
      PendingConfirmation: 'false',
    },
  }),
  GetQueueUrl: ({ QueueName }) => {
    if (QueueName === 'gone') throw new Refusal('QueueDoesNotExist');
    return { QueueUrl: `${service!.url}/123456789012/${QueueName}` };
  },
  GetQueueAttributes: ({ QueueUrl }) => {
    const name = String(QueueUrl).replace(/^.*\//, '');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: 3 });
    return {
      Attributes: {
        QueueArn: arn('sqs', name),
        VisibilityTimeout: '45',
        ...(name === 'jobs' ? { RedrivePolicy } : {}),
      },
    };
  },
};

async function start(changes: Readonly<Record<string, (input: Json) => object>> = {}): Promise<void> {
  service = await startAccount({ ...ACCOUNT, ...changes }, (action) => calls.push(action));
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
}

const WHOLE = ['--out', 'snap', '--region', 'eu-west-1'];
const content = (name: string) => JSON.parse(readFileSync(join(directory, 'snap/eu-west-1', name), 'utf8'));

test('writes all pages of all that alarms are about, and says what it could not have', async () => {
  await start();
  const { code, out, err } = await tiltmeter('snapshot', ...WHOLE);
  expect(err).toEqual([
    'tiltmeter: eu-west-1: left out: queue gone: not there, though an alarm or a subscription names it',
  ]);
  expect(out).toEqual([
    'snap/eu-west-1: 3 alarms, 1 mute rule, 2 metric filters, 1 log group, 2 subscription filters, 2 dashboards, 1 topic, 2 subscriptions, 3 queues',
  ]);
  expect(code).toBe(1);
  expect(
    content('queue-attributes.json').map(({ Attributes }: { Attributes: Json }) => Attributes.QueueArn),
  ).toEqual(['jobs', 'inbox', 'dead'].map((name) => arn('sqs', name)));
  expect(content('describe-alarms.json').MetricAlarms[0].StateUpdatedTimestamp).toBe(
    '2026-01-05T08:00:00.000Z',
  );
});

test('reads only', async () => {
  await start();
  await tiltmeter('snapshot', ...WHOLE);
  expect([...new Set(calls)].filter((call) => !/^(Describe|List|Get)/.test(call))).toEqual([]);
});

test('does no more than the policy of the documentation allows', async () => {
  await start();
  await tiltmeter('snapshot', ...WHOLE);
  const page = readFileSync(join(__dirname, '../../docs/templates.md'), 'utf8');
  const allowed = [...page.matchAll(/"(?:cloudwatch|logs|sns|sqs):(\w+)"/g)].map(([, action]) => action);
  const made = new Set(calls.map((call) => call.replace(/ .*/, '')));
  expect([...made].sort()).toEqual([...new Set(allowed)].sort());
});

test('writes what check and rehearse take', async () => {
  await start();
  await tiltmeter('snapshot', ...WHOLE);
  const { out } = await tiltmeter('check', '--template', 'snap');
  expect(out).toContain(
    `warning not-modelled: ${OPS}:email:a@example.com: it was never confirmed, so nothing is delivered to it`,
  );
  expect(out.join('\n')).toMatch(/ in 17 resources, \d+ checks$/m);
});

test('asks each Region', async () => {
  await start();
  const { out } = await tiltmeter(
    'snapshot',
    '--out',
    'snap',
    '--region',
    'eu-west-1',
    '--region',
    'us-east-1',
  );
  expect(out.map((line) => line.replace(/:.*/, ''))).toEqual(['snap/eu-west-1', 'snap/us-east-1']);
  expect(calls).toEqual(expect.arrayContaining(['DescribeAlarms eu-west-1', 'DescribeAlarms us-east-1']));
});

test('asks again when it is throttled', async () => {
  let refusals = 2;
  await start({
    DescribeAlarms: (input) => {
      if (refusals-- > 0) throw new Refusal('ThrottlingException');
      return ACCOUNT.DescribeAlarms!(input);
    },
  });
  const { out } = await tiltmeter('snapshot', ...WHOLE);
  expect(out[0]).toMatch(/^snap\/eu-west-1: 3 alarms,/);
});

test('leaves out what is not allowed, and no file of it from before', async () => {
  await start();
  await tiltmeter('snapshot', ...WHOLE);
  await service!.close();
  const denied = () => {
    throw new Refusal('AccessDeniedException', 403);
  };
  await start({ ListSubscriptions: denied, ListAlarmMuteRules: denied });
  const { code, err } = await tiltmeter('snapshot', ...WHOLE);
  expect(code).toBe(1);
  expect(err.slice(0, 2)).toEqual([
    'tiltmeter: eu-west-1: left out: cloudwatch:ListAlarmMuteRules: AccessDeniedException: not allowed: AccessDeniedException',
    'tiltmeter: eu-west-1: left out: sns:ListSubscriptions: AccessDeniedException: not allowed: AccessDeniedException',
  ]);
  expect(readdirSync(join(directory, 'snap/eu-west-1'))).not.toContain('list-subscriptions.json');
});

test('without the alarms there is nothing', async () => {
  await start({
    DescribeAlarms: () => {
      throw new Refusal('AccessDeniedException', 403);
    },
  });
  const { code, err } = await tiltmeter('snapshot', ...WHOLE);
  expect({ code, err }).toEqual({
    code: 2,
    err: ['tiltmeter: cloudwatch:DescribeAlarms: AccessDeniedException: not allowed: AccessDeniedException'],
  });
});

test.each([
  [['--region', 'eu-west-1'], 'snapshot: --out is missing, give the directory to write'],
  [['--out', 'snap'], "region: no region; set AWS_REGION, or 'aws:' in the realm file"],
])('%j is refused', async (args, message) => {
  await start();
  expect(await tiltmeter('snapshot', ...args)).toEqual({ code: 2, out: [], err: [`tiltmeter: ${message}`] });
});

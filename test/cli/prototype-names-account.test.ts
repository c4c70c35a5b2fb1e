import { createHash } from 'node:crypto';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { type Json, Refusal, startAccount } from '../operate/support/fake-account';
import { fallsThrough, ordinary, PROTOTYPE_NAMES, PROTOTYPE_TOLD } from '../prototype-trap';
import { DEPTH } from '../rehearsal/small-template';
import { type Workplace, workplace } from './rehearse/rehearsal-cli';

/** What the verbs that ask AWS make of an account in which everything has the name. */
let name: string;
let place: Workplace;
let service: LoopbackServer;
const before = { ...process.env };

beforeAll(async () => {
  place = workplace();
  service = await startAccount(ANSWERS, () => {});
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: service.url,
    AWS_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
    AWS_ACCESS_KEY_ID: 'tiltmeter',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

afterAll(async () => {
  process.env = before;
  await service.close();
  place.remove();
});

/** As JSON.parse makes it: a member of its own even for `__proto__`. */
const own = (value: unknown): Json => Object.fromEntries([[name, value]]);
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:123456789012:${rest}`;
const NOW_S = Math.floor(Date.now() / 60_000) * 60;

/** By action; every answer has a member of the name, and its values are the name. */
const ANSWERS: Readonly<Record<string, (input: Json) => object>> = {
  FilterLogEvents: () => ({
    events: [
      {
        eventId: '1',
        logStreamName: `${name}/i-0`,
        timestamp: NOW_S * 1000,
        message: JSON.stringify({
          ...{ worker: name, host: name, pid: 1, status: name, level: name, job_id: name, run_id: 'r-1' },
          ...{ message: name, version: name, internal: own(1), threads: own('dead'), ...own(name) },
        }),
      },
      { eventId: '2', logStreamName: name, timestamp: NOW_S * 1000, message: JSON.stringify(own(own(1))) },
      { eventId: '3', logStreamName: name, timestamp: NOW_S * 1000, message: name },
    ],
  }),
  GetQueueUrl: ({ QueueName }) => ({ QueueUrl: `${service.url}/123456789012/${QueueName}` }),
  GetQueueAttributes: () => ({
    Attributes: {
      QueueArn: arn('sqs', name),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', `${name}-dead`), ...own(name) }),
      ...own(name),
    },
  }),
  GetMetricStatistics: () => ({ Datapoints: [{ Average: 1, Maximum: 2, SampleCount: 3, ...own(name) }] }),
  DescribeAlarms: () => ({
    MetricAlarms: [
      { ...DEPTH, AlarmActions: [arn('sns', name)], OKActions: [], AlarmName: name, ...own(name) },
    ],
    CompositeAlarms: [{ AlarmName: `c-${name}`, AlarmRule: `ALARM(${name})`, ...own(name) }],
  }),
  DescribeAlarmHistory: () => ({
    AlarmHistoryItems: [
      {
        AlarmName: name,
        AlarmType: name,
        HistoryItemType: 'StateUpdate',
        Timestamp: NOW_S,
        HistoryData: JSON.stringify({
          oldState: { stateValue: name, ...own(name) },
          newState: { stateValue: 'OK', stateReason: name, stateReasonData: own(name) },
        }),
      },
    ],
  }),
  GetMetricData: () => ({
    MetricDataResults: [{ Id: name, Label: name, Timestamps: [NOW_S], Values: [1], StatusCode: name }],
  }),
  ListAlarmMuteRules: () => ({
    AlarmMuteRuleSummaries: [
      { AlarmMuteRuleArn: arn('cloudwatch', `alarm-mute-rule:${name}`), Status: name },
    ],
  }),
  GetAlarmMuteRule: () => ({
    Name: name,
    Rule: { Schedule: { Expression: name, Duration: name, Timezone: name } },
    MuteTargets: { AlarmNames: [name] },
    ...own(name),
  }),
  DescribeMetricFilters: () => ({
    metricFilters: [
      {
        filterName: name,
        filterPattern: `{ $.${name} = * }`,
        logGroupName: name,
        metricTransformations: [
          { metricName: name, metricNamespace: name, metricValue: `$.${name}`, dimensions: own(`$.${name}`) },
        ],
      },
    ],
  }),
  DescribeLogGroups: () => ({ logGroups: [{ logGroupName: name, logGroupClass: name, ...own(name) }] }),
  ListSubscriptions: () => ({
    Subscriptions: [
      {
        SubscriptionArn: `${arn('sns', name)}:1`,
        TopicArn: arn('sns', name),
        Protocol: name,
        Endpoint: name,
      },
    ],
  }),
  GetTopicAttributes: ({ TopicArn }) => ({ Attributes: { TopicArn, ...own(name) } }),
  GetSubscriptionAttributes: ({ SubscriptionArn }) => ({
    Attributes: {
      ...{ SubscriptionArn, TopicArn: arn('sns', name), Protocol: name, Endpoint: name },
      FilterPolicy: JSON.stringify(own([name])),
      ...own(name),
    },
  }),
  Query: () => page(),
  Scan: () => page(),
  Invoke: (input) => {
    const { detail } = input as { detail: Json };
    return { dispatched: [{ ...detail, run_id: name, ...own(name) }], ...own(name) };
  },
  ReceiveMessage: () => ({
    Messages: [
      {
        MessageId: name,
        ReceiptHandle: name,
        Body: JSON.stringify(own(name)),
        MD5OfBody: createHash('md5')
          .update(JSON.stringify(own(name)))
          .digest('hex'),
        Attributes: { SentTimestamp: String(NOW_S * 1000), ...own(name) },
        MessageAttributes: own({ DataType: name, StringValue: name }),
      },
    ],
  }),
  ChangeMessageVisibility: () => ({}),
  DeleteAlarms: () => ({}),
  DeleteQueue: () => ({}),
  SendCommand: () => {
    throw new Refusal('AccessDeniedException');
  },
  ListQueues: () => ({ QueueUrls: [`${service.url}/1/tiltmeter-probe-${name}`] }),
};

const page = () => ({
  Items: [
    {
      ...{ job_id: { S: name }, run_id: { S: name }, worker: { S: name }, status: { S: name } },
      ...{ tu_event: { S: '2026-01-05T09:00:00' }, hostname: { S: name } },
      log: { L: [{ M: { status: { S: name }, info: { M: own({ S: name }) } } }] },
      ...own({ M: own({ N: '1' }) }),
    },
  ],
});

const REALM = (n: string) => `realm: dev
aws: { account: '123456789012', region: us-east-1 }
logs: { existing: true }
events: existing
alerts: { page: [{ slack: ssm:/a }], ${n}: [{ slack: ssm:/b }] }
workers: { ${n}: { queue: { existing: lava-dev-core } } }
jobs: { ${n}: { severity: ${n} } }
schedules: { ${n}: { job: ${n}, worker: ${n}, every: 1h } }
`;

const VERBS: Readonly<Record<string, (n: string) => readonly string[]>> = {
  'status, as text': () => ['status'],
  'status, as JSON': () => ['status', '--json'],
  'status, as a table': () => ['status', '--format', 'table'],
  logs: (n) => ['logs', '--worker', n, '--job', n],
  'logs, as JSON': (n) => ['logs', '--pattern', `{ $.${n} = * }`, '--json'],
  runs: (n) => ['runs', '--job', n, '--worker', n],
  'runs, as JSON': (n) => ['runs', '--worker', n, '--json'],
  dispatch: (n) => ['dispatch', n, '--param', `${n}.${n}=1`, '--param', `a.${n}=${n}`, '--global', `${n}=1`],
  'dispatch, as JSON': (n) => ['dispatch', n, '--worker', n, '--json'],
  dump: (n) => ['dump', '--worker', n],
  'redrive, which lists': () => ['redrive', '--json'],
  'redrive of a worker': (n) => ['redrive', n, '--dry-run', '--json'],
  snapshot: (n) => ['snapshot', '--out', `of ${n}`, '--region', 'us-east-1'],
  'check of that snapshot': (n) => ['check', '--template', `of ${n}`, '--json'],
  verify: () => ['verify', '--fetch', '1h', '--region', 'us-east-1', '--json'],
  'probe, what it left behind': () => ['probe', '--clean', '--region', 'us-east-1'],
};

async function told(args: (n: string) => readonly string[], n: string): Promise<string> {
  name = n;
  place.write('realms/dev.yaml', REALM(n));
  const { code, out, err } = await place.run(args(n));
  const text = [...out, ...err].join('\n').replaceAll(place.cwd, '<cwd>').replaceAll(n, '<name>');
  return `exit ${code}\n${text.replaceAll(PASSING_TIME, '<time>')}`;
}

const PASSING_TIME = /\d{4}-\d\d-\d\d[T ][\d:.]+Z?|\b[\ddhm]*\d+s\b|"(heardAt|since)":\d+/g;

test.each(Object.entries(VERBS))('%s takes an account with names of Object.prototype', async (_, args) => {
  expect(await fallsThrough((n) => told(args, n))).toEqual([]);
  for (const n of PROTOTYPE_NAMES) {
    const expected = await told(args, ordinary(n));
    const got = await told(args, n);
    // A realm file takes no such name.
    if (/realms\/dev\.yaml.*not a name, got '<name>'/.test(got)) continue;
    expect(`${n}: ${got}`).toBe(`${n}: ${expected}`);
    expect(got).not.toMatch(PROTOTYPE_TOLD);
  }
});

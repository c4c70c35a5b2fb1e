import { readConfig as readAlertConfig } from '../../lambda/alert-dispatcher/config';
import { createAlertDispatcher } from '../../lambda/alert-dispatcher/dispatcher';
import { readConfig as readJobConfig } from '../../lambda/job-dispatcher/config';
import { createJobDispatcher } from '../../lambda/job-dispatcher/dispatcher';
import { readConfig as readCounterConfig } from '../../lambda/user-events/config';
import { createCounter } from '../../lambda/user-events/counter';
import {
  ALERT_DISPATCHER_ENV,
  DISPATCHED_CHANNEL_KINDS,
  JOB_DISPATCHER_ENV,
  USER_EVENTS_ENV,
} from '../../lib/contract';
import { fallsThrough, ordinary, PROTOTYPE_NAMES, PROTOTYPE_TOLD } from '../prototype-trap';
import { activation } from '../user-events/event';

const NOW = Date.parse('2026-01-05T09:00:00Z');
/** As JSON.parse makes it: a member of its own even for `__proto__`. */
const member = <T>(name: string, value: T): Record<string, T> => Object.fromEntries([[name, value]]);

const trigger = (n: string) => ({
  ...member<unknown>(n, n),
  ...{ MetricName: n, Namespace: n, Statistic: n, ExtendedStatistic: n, ComparisonOperator: n },
  Dimensions: [{ name: n, value: n }],
  Metrics: [{ Id: n, Expression: n, ReturnData: true }, member(n, n)],
  Threshold: 1,
});
const alarm = (n: string) => ({
  ...member<unknown>(n, n),
  AlarmName: n,
  AlarmArn: `arn:aws:cloudwatch:us-east-1:111111111111:alarm:${n}`,
  NewStateValue: n,
  OldStateValue: n,
  NewStateReason: n,
  StateChangeTime: '2026-01-05T09:00:00.000+0000',
  Trigger: trigger(n),
  TriggeringChildren: [{ Arn: n }, member(n, n)],
});
const notified = (message: unknown, topic: string) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      Sns: {
        TopicArn: `arn:aws:sns:us-east-1:111111111111:${topic}`,
        MessageId: 'm',
        Timestamp: '2026-01-05T09:00:00Z',
        Message: JSON.stringify(message),
      },
    },
  ],
});
const metrics = (n: string) => [
  {
    id: n,
    metricStat: { stat: n, metric: { namespace: n, name: n, dimensions: member(n, n) } },
    returnData: true,
  },
];

const ALERTS: Readonly<Record<string, (n: string) => unknown>> = {
  'an alarm': (n) => notified({ ...alarm(n), NewStateValue: 'ALARM' }, 'lava-dev-alerts-page'),
  'an alarm of a topic of the name': (n) =>
    notified({ ...alarm(n), NewStateValue: 'ALARM' }, `lava-dev-alerts-${n}`),
  'an alarm of an unknown topic': (n) => notified({ ...alarm(n), NewStateValue: 'OK' }, n),
  'an alarm in a state of the name': (n) => notified(alarm(n), 'lava-dev-alerts-page'),
  'a metric alarm': (n) =>
    notified(
      { ...alarm(n), NewStateValue: 'ALARM', Trigger: { ...trigger(n), Metrics: undefined } },
      'lava-dev-alerts-page',
    ),
  'an action of an alarm': (n) => ({
    alarmArn: n,
    alarmData: {
      alarmName: n,
      state: { value: 'ALARM', reason: n },
      previousState: member(n, n),
      configuration: { ...member(n, n), metrics: metrics(n) },
    },
  }),
  'an event of EventBridge': (n) => ({
    'detail-type': n,
    source: n,
    detail: { ...member(n, member(n, n)), title: n },
  }),
  'a state change of EventBridge': (n) => ({
    'detail-type': 'CloudWatch Alarm State Change',
    resources: [n],
    detail: { alarmName: n, state: { value: n }, configuration: { metrics: metrics(n) } },
  }),
  'any other object': (n) => member(n, member(n, [n])),
  'a record of the name': (n) => ({ Records: [member(n, n), { EventSource: n, eventSource: n }] }),
  'a message of a queue': (n) => ({
    Records: [{ eventSource: 'aws:sqs', messageId: n, body: JSON.stringify(member(n, n)) }],
  }),
  'a canary': (n) => notified({ TiltmeterCanary: n }, `lava-dev-alerts-${n}`),
  'one that was held back': (n) => ({
    Records: [
      {
        eventSource: 'aws:sqs',
        messageId: 'm',
        body: JSON.stringify({
          TiltmeterHeldBack: { rounds: 1, firstAt: NOW, channels: [n], ...member(n, n) },
          body: JSON.stringify({
            Type: 'Notification',
            TopicArn: `a:${n}`,
            Message: JSON.stringify(alarm(n)),
          }),
        }),
      },
    ],
  }),
};

/** All that the dispatcher says and does about an event; every channel has the name for its topic, too. */
async function alerted(event: unknown, n: string): Promise<unknown> {
  const said: unknown[] = [];
  const channels = DISPATCHED_CHANNEL_KINDS.map((kind) => ({
    kind,
    target: kind === 'amazonq' ? `sns:${n}` : `http://127.0.0.1/${n}`,
  }));
  const config = readAlertConfig({
    [ALERT_DISPATCHER_ENV.channels]: JSON.stringify({
      'lava-dev-alerts-page': channels,
      ...member(n, channels),
      ...member(`lava-dev-alerts-${n}`, channels),
    }),
    [ALERT_DISPATCHER_ENV.records]: JSON.stringify([{ alarms: [n], logGroup: n, pattern: n }]),
    [ALERT_DISPATCHER_ENV.queues]: JSON.stringify(member(n, n)),
    [ALERT_DISPATCHER_ENV.realm]: 'dev',
  });
  const dispatch = createAlertDispatcher(config, {
    post: async (request) => {
      said.push(request);
      return { status: 200 } as never;
    },
    ssm: async () => n,
    secretsManager: async () => n,
    searchLogs: async () => [{ timestamp: NOW, message: JSON.stringify(member(n, n)) }],
    sleep: async () => {},
    now: () => NOW,
    random: () => 0.5,
    log: (line) => void said.push(line),
  });
  const answer = await dispatch(event, { awsRequestId: 'r', getRemainingTimeInMillis: () => 30_000 }).catch(
    (error: Error) => error.message,
  );
  return [answer, said];
}

const RENDERED = (n: string) => ({
  detail: { reason: 'PutObject', bucket: { name: 'in' }, object: { key: n, size: 1, ...member(n, n) } },
});
const REQUEST = (n: string) => ({
  job_id: n,
  worker: n,
  parameters: member(n, member(n, n)),
  globals: member(n, n),
});
const sqs = (body: string) => ({ Records: [{ eventSource: 'aws:sqs', messageId: 'm', body }] });

const JOBS: Readonly<Record<string, (n: string) => unknown>> = {
  'a request': REQUEST,
  'a list of requests': (n) => [REQUEST(n), { ...REQUEST(n), worker: 'core' }],
  'an unknown member': (n) => ({ job_id: 'a', worker: 'core', ...member(n, n) }),
  'an unknown event': (n) => member(n, n),
  'an unknown record': (n) => ({ Records: [{ eventSource: n, EventSource: n, ...member(n, n) }] }),
  'a line': (n) => sqs(`${n} -w ${n} -p ${n}=1 -p a.${n}=2 -g ${n}.${n}=3`),
  'an option of a line': (n) => sqs(`a --${n} b`),
  'an event of EventBridge': (n) => ({ 'detail-type': n, detail: REQUEST(n), ...member(n, n) }),
  'an object of S3': (n) => ({
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: n }, object: { key: n } },
      },
    ],
  }),
  'an object of a trigger': (n) => ({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    ...RENDERED(n),
    ...member(n, n),
  }),
};

async function dispatched(event: unknown, n: string): Promise<unknown> {
  const said: unknown[] = [];
  const config = readJobConfig({
    [JOB_DISPATCHER_ENV.realm]: 'dev',
    [JOB_DISPATCHER_ENV.queues]: JSON.stringify({
      core: 'https://sqs/core',
      ...member(n, `https://sqs/${n}`),
    }),
    [JOB_DISPATCHER_ENV.jobs]: JSON.stringify(member(n, n)),
    [JOB_DISPATCHER_ENV.triggers]: JSON.stringify([
      {
        bucket: 'in',
        jobs: [n],
        request: { worker: n, parameters: member(n, `{{ event.${n} }} {{ ${n} }}`) },
      },
    ]),
  });
  const dispatch = createJobDispatcher(config, {
    sendBatch: async (url, entries) => {
      said.push(url, ...entries.map(({ body }) => body));
      return [];
    },
    sleep: async () => {},
    now: () => NOW,
    log: (line) => void said.push(line),
  });
  const answer = await dispatch(event, 'r').catch((error: Error) => error.message);
  return [answer, said];
}

const EVENTS: Readonly<Record<string, (n: string) => string>> = {
  'a run': (n) => activation({ name: `alice/${n}`, kind: n, initiator: n, ...member(n, n) } as never),
  'an unknown event': (n) => JSON.stringify({ eventType: n, body: member(n, n), ...member(n, n) }),
  'an object': (n) => JSON.stringify(member(n, n)),
};

async function counted(event: string, n: string, settings: object = {}): Promise<unknown> {
  const said: unknown[] = [];
  try {
    const count = createCounter(readCounterConfig({ [USER_EVENTS_ENV.namespace]: n, ...settings }), {
      write: (line) => void said.push(line),
      now: () => NOW,
    });
    await count({ records: member(n, [{ value: Buffer.from(event).toString('base64') }]) } as never);
  } catch (error) {
    said.push((error as Error).message);
  }
  return said;
}

const SETTINGS: Readonly<Record<string, (n: string) => object>> = {
  'a preset': (n) => ({ [USER_EVENTS_ENV.preset]: n }),
  'a dimension': (n) => ({ [USER_EVENTS_ENV.dimensions]: JSON.stringify([n]) }),
  'a renamed tag': (n) => ({ [USER_EVENTS_ENV.renameTags]: JSON.stringify(member(n, n)) }),
  'a new name of a tag': (n) => ({ [USER_EVENTS_ENV.renameTags]: JSON.stringify({ action: n }) }),
  'an ignored namespace': (n) => ({ [USER_EVENTS_ENV.ignoredNamespaces]: JSON.stringify([n]) }),
};

const CASES = [
  ...Object.entries(ALERTS).map(
    ([what, of]) => [`alert: ${what}`, (n: string) => alerted(of(n), n)] as const,
  ),
  ...Object.entries(JOBS).map(([what, of]) => [`job: ${what}`, (n: string) => dispatched(of(n), n)] as const),
  ...Object.entries(EVENTS).map(
    ([what, of]) => [`event: ${what}`, (n: string) => counted(of(n), n)] as const,
  ),
  ...Object.entries(SETTINGS).map(
    ([what, of]) => [`events: ${what}`, (n: string) => counted(activation(), n, of(n))] as const,
  ),
];

test.each(CASES)('%s may have a name of Object.prototype', async (_, run) => {
  expect(await fallsThrough(run)).toEqual([]);
  for (const name of PROTOTYPE_NAMES) {
    const told = async (one: string) =>
      JSON.stringify(await run(one))
        .replaceAll(new RegExp(one, 'gi'), '<name>')
        .replaceAll(MADE_OF_IT, '<digest>');
    const got = await told(name);
    expect(`${name}: ${got}`).toBe(`${name}: ${await told(ordinary(name))}`);
    expect(got).not.toMatch(PROTOTYPE_TOLD);
  }
});

/** A digest or an id, which differs where the name does. */
const MADE_OF_IT = /[\da-f]{8}-[\da-f-]{27}|[\da-f]{12,}/g;

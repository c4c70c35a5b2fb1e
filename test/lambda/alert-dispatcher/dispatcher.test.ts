import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { links } from '../../../lambda/alert-dispatcher/alert-text';
import {
  type AlertDispatcherPorts,
  createAlertDispatcher,
} from '../../../lambda/alert-dispatcher/dispatcher';
import { createPost } from '../../../lambda/alert-dispatcher/http-post';
import {
  type Alert,
  type AlertRecords,
  alertRecords,
  type CanaryLogLine,
  canaryMessage,
  type DeliveryLogLine,
  type DispatchedChannel,
} from '../../../lib/contract';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

type Behaviour = (response: ServerResponse, times: number) => void;

/** A real HTTP server whose paths behave as told (200 by default) and which remembers what it took. */
async function startInbox(behaviours: Record<string, Behaviour> = {}) {
  const received: Received[] = [];
  const times: Record<string, number> = {};
  const server = createServer((request, response) => {
    const path = request.url!.slice(1);
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path, headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      times[path] = (times[path] ?? 0) + 1;
      const behave = behaviours[path] ?? ((answer) => answer.end('ok'));
      behave(response, times[path]);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  inboxes.push(stop);
  return { url, received, at: (path: string) => received.filter((one) => one.path === path) };
}

const inboxes: (() => void)[] = [];
afterEach(() => {
  for (const stop of inboxes.splice(0)) stop();
});

const unknown: AlertDispatcherPorts['ssm'] = async () => {
  throw Object.assign(new Error('no such parameter'), { name: 'ParameterNotFound' });
};

function setUp(
  channels: Record<string, readonly DispatchedChannel[]>,
  ports: Partial<AlertDispatcherPorts> = {},
  records: readonly AlertRecords[] = [],
  deadMan?: DispatchedChannel,
  traces?: string,
) {
  const log: DeliveryLogLine[] = [];
  const receipts: CanaryLogLine[] = [];
  const pauses: number[] = [];
  let slept = 0;
  const dispatch = createAlertDispatcher(
    { channels, records, deadMan, traces, topicPrefix: 'lava-dev-alerts-' },
    {
      post: createPost(async () => []),
      ssm: unknown,
      secretsManager: unknown,
      searchLogs: async () => [],
      now: () => Date.now() + slept,
      sleep: async (ms) => {
        pauses.push(ms);
        slept += ms;
      },
      random: () => 0.5,
      log: (line) => void (line.type === 'canary' ? receipts.push(line) : log.push(line)),
      ...ports,
    },
  );
  const invocation = (seconds = 30) => ({
    awsRequestId: 'r',
    getRemainingTimeInMillis: () => seconds * 1_000,
  });
  const send = async (event: unknown, seconds?: number) =>
    (await dispatch(event, invocation(seconds))) as readonly DeliveryLogLine[];
  return { send, log, receipts, pauses };
}

const alarm = (
  state = 'ALARM',
  since = '2026-01-05T09:00:00.000+0000',
  name = 'lava-dev-core-heartbeat',
) => ({
  AlarmName: name,
  AlarmDescription: 'core is silent',
  AlarmArn: `arn:aws:cloudwatch:us-east-1:111111111111:alarm:${name}`,
  NewStateValue: state,
  OldStateValue: state === 'OK' ? 'ALARM' : 'OK',
  StateChangeTime: since,
});

const record = (message: unknown, topic = 'lava-dev-alerts-page') => ({
  EventSource: 'aws:sns',
  Sns: {
    TopicArn: `arn:aws:sns:us-east-1:111111111111:${topic}`,
    MessageId: 'm',
    Timestamp: '2026-01-05T09:00:00Z',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
  },
});
const sns = (message: unknown, topic?: string) => ({ Records: [record(message, topic)] });

const webhook = (target: string): DispatchedChannel => ({ kind: 'webhook', target });
const PAGE = 'lava-dev-alerts-page';
const LINE = {
  type: 'alert',
  severity: 'page',
  alarm: 'lava-dev-core-heartbeat',
  state: 'ALARM',
  since: '2026-01-05T09:00:00.000Z',
};

test('an alert reaches every channel of its topic, and no other', async () => {
  const inbox = await startInbox();
  const { send, log } = setUp({
    [PAGE]: [
      { kind: 'slack', target: `${inbox.url}/slack` },
      { kind: 'teams', target: `${inbox.url}/teams` },
      { kind: 'pagerduty', target: `${inbox.url}/pd` },
      { kind: 'opsgenie', target: `${inbox.url}/og` },
      webhook(`${inbox.url}/webhook`),
    ],
    'lava-dev-alerts-ticket': [webhook(`${inbox.url}/ticket`)],
  });
  const report = await send(sns(alarm()));
  expect(inbox.received.map(({ path }) => path).sort()).toEqual([
    'og/v2/alerts',
    'pd/v2/enqueue',
    'slack',
    'teams',
    'webhook',
  ]);
  expect(report).toEqual(
    ['slack', 'teams', 'pagerduty', 'opsgenie', 'webhook'].map((channel) => ({
      ...LINE,
      channel,
      delivered: true,
      attempts: 1,
    })),
  );
  expect(log.map(({ channel }) => channel).sort()).toEqual([
    'opsgenie',
    'pagerduty',
    'slack',
    'teams',
    'webhook',
  ]);
});

test('a webhook gets the alert of the contract, with its id as idempotency key', async () => {
  const inbox = await startInbox();
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] });
  await send(sns(alarm()));
  const { headers, body } = inbox.received[0]!;
  expect(body).toEqual({
    version: 1,
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    key: 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:lava-dev-core-heartbeat',
    severity: 'page',
    state: 'ALARM',
    previousState: 'OK',
    title: 'core is silent',
    alarm: 'lava-dev-core-heartbeat',
    since: '2026-01-05T09:00:00.000Z',
    region: 'us-east-1',
    account: '111111111111',
    console:
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/lava-dev-core-heartbeat',
  });
  expect(headers['idempotency-key']).toBe(body.id);
});

test('a channel that fails stops no other; the next try goes to that one alone', async () => {
  let broken = true;
  const inbox = await startInbox({ bad: (response) => response.writeHead(broken ? 500 : 200).end() });
  const { send, log } = setUp({
    [PAGE]: [{ kind: 'slack', target: `${inbox.url}/bad` }, webhook(`${inbox.url}/good`)],
  });
  await expect(send(sns(alarm()))).rejects.toThrow(
    new Error('1 of 2 deliveries failed: slack for lava-dev-core-heartbeat ALARM: HTTP 500 (7 attempts)'),
  );
  expect(inbox.at('good')).toHaveLength(1);
  expect(log).toEqual([
    { ...LINE, channel: 'webhook', delivered: true, attempts: 1 },
    { ...LINE, channel: 'slack', delivered: false, attempts: 7, problem: 'HTTP 500' },
  ]);
  broken = false;
  expect(await send(sns(alarm()))).toEqual([
    { ...LINE, channel: 'slack', delivered: true, attempts: 1 },
    { ...LINE, channel: 'webhook', delivered: false, attempts: 0, skipped: 'duplicate' },
  ]);
  expect(inbox.at('good')).toHaveLength(1);
  expect(inbox.at('bad')).toHaveLength(8);
});

test('a redirect to the metadata address is a failure and is not followed', async () => {
  const inbox = await startInbox({
    moved: (response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  });
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/moved`)] });
  await expect(send(sns(alarm()))).rejects.toThrow(
    new Error(
      '1 of 1 deliveries failed: webhook for lava-dev-core-heartbeat ALARM: HTTP 302, redirects are not followed (1 attempt)',
    ),
  );
  expect(inbox.at('moved')).toHaveLength(1);
});

test('a busy service is given the time that it asks for', async () => {
  const inbox = await startInbox({
    busy: (response, times) => response.writeHead(times === 1 ? 429 : 200, { 'retry-after': '3' }).end(),
  });
  const { send, pauses } = setUp({ [PAGE]: [webhook(`${inbox.url}/busy`)] });
  expect(await send(sns(alarm()))).toEqual([{ ...LINE, channel: 'webhook', delivered: true, attempts: 2 }]);
  // Of the three seconds and a tenth more, what the clock has not taken meanwhile.
  expect(pauses).toEqual([expect.closeTo(3_300, -2)]);
});

test('a webhook that hangs is given up within the time of the function', async () => {
  const inbox = await startInbox({ hang: () => {} });
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/hang`), webhook(`${inbox.url}/good`)] });
  await expect(send(sns(alarm()), 1.5)).rejects.toThrow(
    /^1 of 2 deliveries failed: webhook for lava-dev-core-heartbeat ALARM: no answer within 0\.[1-5]\d* s/,
  );
  expect(inbox.at('good')).toHaveLength(1);
});

test('one message that hangs leaves time for those behind it', async () => {
  const inbox = await startInbox({ hang: () => {} });
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/hang`)], other: [webhook(`${inbox.url}/good`)] });
  const remaining = Date.now() + 2_000;
  const event = { Records: [record(alarm()), record('hello', 'other')] };
  const dispatch = send(event, 2);
  await expect(dispatch).rejects.toThrow(/^1 of 2 deliveries failed/);
  expect(Date.now()).toBeLessThan(remaining);
  expect(inbox.at('good')).toHaveLength(1);
});

test('every message of an event is told, whatever part of the time it gets', async () => {
  const inbox = await startInbox();
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] }, {}, alertRecords('dev'));
  const names = ['lava-dev-core-dlq', 'lava-dev-gpu-dlq', 'lava-dev-cpu-dlq'];
  await send({ Records: names.map((name) => record(alarm('ALARM', undefined, name))) }, 29.9999);
  expect(inbox.at('a').map(({ body }) => body.alarm)).toEqual(names);
});

test('neither a log line nor an error holds a secret', async () => {
  const inbox = await startInbox({
    'T0/SECRET': (response) => response.writeHead(403).end('no_service T0/SECRET'),
  });
  const parameters: Record<string, string> = {
    '/slack': `${inbox.url}/T0/SECRET`,
    '/closed': 'http://127.0.0.1:1/SECRET',
    '/garbage': 'SECRET is no URL',
    '/metadata': 'https://169.254.169.254/SECRET',
    '/pager': '{"key":"SECRET\\n","url":"http://127.0.0.1:1"}',
    '/genie': `{"key":"SECRET\\r\\nx: y","url":"${inbox.url}"}`,
  };
  const { send, log } = setUp(
    {
      [PAGE]: [
        { kind: 'slack', target: 'ssm:/slack' },
        webhook('ssm:/closed'),
        webhook('ssm:/garbage'),
        webhook('ssm:/metadata'),
        { kind: 'pagerduty', target: 'ssm:/pager' },
        { kind: 'opsgenie', target: 'ssm:/genie' },
        webhook('ssm:/missing'),
      ],
    },
    { ssm: async (name) => parameters[name] ?? unknown(name) },
  );
  const error = await send(sns(alarm()), 20).catch((thrown) => thrown);
  const of = 'for lava-dev-core-heartbeat ALARM:';
  expect(error.message.replace(/\([2-9] attempts\)/g, '(tried on)')).toBe(
    [
      `7 of 7 deliveries failed: slack ${of} HTTP 403 (1 attempt)`,
      `webhook ${of} no answer: ECONNREFUSED (tried on)`,
      `webhook ${of} ssm:/garbage holds no usable URL (0 attempts)`,
      `webhook ${of} the target is at a private, link-local or metadata address (1 attempt)`,
      `pagerduty ${of} no answer: ECONNREFUSED (tried on)`,
      `opsgenie ${of} no answer: ERR_INVALID_CHAR (1 attempt)`,
      `webhook ${of} ssm:/missing cannot be read: ParameterNotFound (0 attempts)`,
    ].join('; '),
  );
  expect(JSON.stringify([log, error, error.stack])).not.toContain('SECRET');
});

test('a secret that its service refuses is read anew for the next try', async () => {
  const inbox = await startInbox({ old: (response) => response.writeHead(404).end() });
  const urls = [`${inbox.url}/old`, `${inbox.url}/new`];
  const { send } = setUp({ [PAGE]: [webhook('ssm:/x')] }, { ssm: async () => urls.shift() });
  await expect(send(sns(alarm()))).rejects.toThrow('HTTP 404 (1 attempt)');
  await send(sns(alarm()));
  expect(inbox.at('new')).toHaveLength(1);
});

test('the last records of the worker come with the alarm, not with its OK', async () => {
  const inbox = await startInbox();
  const searchLogs: AlertDispatcherPorts['searchLogs'] = async ({ logGroup, pattern }) => [
    { timestamp: 1, message: `${logGroup} ${pattern}` },
  ];
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] }, { searchLogs }, alertRecords('dev'));
  await send(sns(alarm()));
  await send(sns(alarm('OK', '2026-01-05T09:10:00.000+0000')));
  expect(inbox.at('a').map(({ body: { records, logs } }) => ({ records, logs }))).toEqual([
    {
      records: [
        '/var/log/lava/dev { (($.realm = "dev") && ($.worker = "core")) || ' +
          '(($.body = "*\\"realm\\":\\"dev\\"*") && ($.body = "*\\"worker\\":\\"core\\"*")) }',
      ],
      logs: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Fvar$252Flog$252Flava$252Fdev',
    },
    { records: undefined, logs: undefined },
  ]);
});

test('an alert of a failed job links to the traces of its runs', async () => {
  const inbox = await startInbox();
  const trace_id = '0af7651916cd43dd8448eb211c80319c';
  const failed = { event_type: 'job', level: 'ERROR', message: 'Failed', run_id: 'r1', trace_id };
  const searchLogs = async () => [{ timestamp: 1, message: JSON.stringify(failed) }];
  const { send } = setUp(
    { [PAGE]: [webhook(`${inbox.url}/a`)] },
    { searchLogs },
    alertRecords('dev'),
    undefined,
    'https://traces.example.com/{trace_id}',
  );
  await send(sns(alarm()));
  const body = inbox.at('a')[0]!.body as unknown as Alert;
  const url = `https://traces.example.com/${trace_id}`;
  expect(body.traces).toEqual([{ run: 'r1', url }]);
  expect(links(body)).toContainEqual({ title: 'Trace of run r1', url });
});

test('an alert goes out without its records when they cannot be had in time', async () => {
  const inbox = await startInbox();
  const searchLogs = () => new Promise<never>(() => {});
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] }, { searchLogs }, alertRecords('dev'));
  await send(sns(alarm()), 1.4);
  expect(inbox.at('a')[0]!.body.records).toBeUndefined();
});

test('an alert of an objective says how its budget stands, asked once for all channels', async () => {
  const inbox = await startInbox();
  const asked: unknown[] = [];
  const budgetOf: AlertDispatcherPorts['budgetOf'] = async (...given) => {
    asked.push(given.slice(0, 1));
    return { text: 'burns 20 times too fast over 1h' };
  };
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`), webhook(`${inbox.url}/b`)] }, { budgetOf });
  await send(sns(alarm()));
  expect(inbox.at('a')[0]!.body.budget).toBe('burns 20 times too fast over 1h');
  expect(inbox.at('b')[0]!.body.budget).toBe('burns 20 times too fast over 1h');
  expect(asked).toHaveLength(1);
});

test('alerts that become one message say in a line each how their budgets stand', async () => {
  const inbox = await startInbox();
  const asked: string[] = [];
  const budgetOf: AlertDispatcherPorts['budgetOf'] = async (name) => {
    asked.push(name);
    return name.includes('slo') ? { text: 'in full', brief: 'burns 20 times too fast over 1h' } : undefined;
  };
  const slack: DispatchedChannel = { kind: 'slack', target: `${inbox.url}/a` };
  const { send } = setUp({ [PAGE]: [slack] }, { budgetOf });
  const names = [
    'lava-dev-slo-loads-page',
    'lava-dev-core-heartbeat',
    'lava-dev-core-dlq',
    'lava-dev-gpu-dlq',
  ];
  await send({ Records: names.map((name) => record(alarm('ALARM', undefined, name))) });
  const { body } = inbox.at('a')[0]!;
  expect(JSON.stringify(body)).toContain('ALARM: lava-dev-slo-loads-page: burns 20 times too fast over 1h');
  expect(JSON.stringify(body)).toContain('ALARM: lava-dev-core-heartbeat: core is silent');
  expect(asked.sort()).toEqual([...names].sort());
});

test('equal messages in a storm are folded, and the next one says how many', async () => {
  const inbox = await startInbox();
  let now = Date.parse('2026-01-05T09:00:00Z');
  const { send, log } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] }, { now: () => now });
  const message = (id: number) => {
    const event = sns('disk is full');
    event.Records[0]!.Sns.MessageId = `m${id}`;
    return event;
  };
  for (let id = 0; id < 4; id++) await send(message(id));
  now += 5 * 60_000;
  await send(message(4));
  expect(inbox.at('a').map(({ body }) => body.folded)).toEqual([undefined, 3]);
  expect(log.map(({ delivered, skipped }) => (delivered ? 'told' : skipped))).toEqual([
    'told',
    'folded',
    'folded',
    'folded',
    'told',
  ]);
});

test('an ALARM that is retried after its OK is not told any more', async () => {
  let broken = true;
  const inbox = await startInbox({ a: (response) => response.writeHead(broken ? 400 : 200).end() });
  const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] });
  await expect(send(sns(alarm()))).rejects.toThrow('HTTP 400');
  broken = false;
  await send(sns(alarm('OK', '2026-01-05T09:10:00.000+0000')));
  expect(await send(sns(alarm()))).toEqual([
    { ...LINE, channel: 'webhook', delivered: false, attempts: 0, skipped: 'superseded' },
  ]);
});

test('the first OK of a new alarm is not told, and one that comes back from missing data is', async () => {
  const inbox = await startInbox();
  const { send, log } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] });
  const ok = (TreatMissingData: string) => ({
    ...alarm('OK', undefined, `lava-dev-core-${TreatMissingData}`),
    OldStateValue: 'INSUFFICIENT_DATA',
    Trigger: { TreatMissingData },
  });
  for (const treatment of ['breaching', 'missing']) await send(sns(ok(treatment)));
  expect(log.map(({ delivered, attempts, skipped }) => ({ delivered, attempts, skipped }))).toEqual([
    { delivered: false, attempts: 0, skipped: 'first' },
    { delivered: true, attempts: 1, skipped: undefined },
  ]);
  expect(inbox.at('a').map(({ body }) => body.alarm)).toEqual(['lava-dev-core-missing']);
});

describe('a canary', () => {
  const SENT_AT = '2026-01-05T09:00:00.000Z';
  const canary = (topic?: string) => sns(canaryMessage('dev', 'lava', SENT_AT), topic);
  const RECEIPT = { type: 'canary', severity: 'page', since: SENT_AT };

  test('is told to no channel, and its receipt says that an alert would have been', async () => {
    const inbox = await startInbox();
    const { send, log, receipts } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] });
    expect(await send(canary())).toEqual([]);
    expect([inbox.received, log]).toEqual([[], []]);
    expect(receipts).toEqual([{ ...RECEIPT, ready: true }]);
  });

  test('finds secrets that cannot be read, without failing', async () => {
    const { send, receipts } = setUp(
      { [PAGE]: [webhook('ssm:/missing'), webhook('ssm:/there'), { kind: 'slack', target: 'ssm:/garbage' }] },
      {
        ssm: async (name) =>
          ({ '/there': 'https://example.com', '/garbage': 'SECRET' })[name] ?? unknown(name),
      },
    );
    await send(canary());
    expect(receipts).toEqual([
      {
        ...RECEIPT,
        ready: false,
        problem:
          'webhook: ssm:/missing cannot be read: ParameterNotFound; slack: ssm:/garbage holds no usable URL',
      },
    ]);
  });

  test('finds a topic without a channel', async () => {
    const { send, receipts } = setUp({ [PAGE]: [webhook('ssm:/x')] });
    await send(canary('lava-dev-alerts-ticket'));
    expect(receipts).toEqual([
      { ...RECEIPT, severity: 'ticket', ready: false, problem: 'the topic has no channel' },
    ]);
  });

  test('that gets through is told to the dead man outside, whose failure is said', async () => {
    const inbox = await startInbox({ gone: (response) => response.writeHead(404).end() });
    const through = setUp({ [PAGE]: [webhook(inbox.url)] }, {}, [], webhook(`${inbox.url}/alive`));
    await through.send(canary());
    expect(inbox.received.map(({ path, body }) => [path, body.alarm])).toEqual([
      ['alive', 'lava-dev-watchdog'],
    ]);
    expect(through.receipts).toEqual([{ ...RECEIPT, ready: true }]);

    const failing = setUp({ [PAGE]: [webhook(inbox.url)] }, {}, [], webhook(`${inbox.url}/gone`));
    await failing.send(canary());
    expect(failing.receipts).toEqual([{ ...RECEIPT, ready: true, problem: 'dead man: HTTP 404' }]);

    const stuck = setUp({ [PAGE]: [webhook('ssm:/missing')] }, {}, [], webhook(`${inbox.url}/alive`));
    await stuck.send(canary());
    expect(inbox.at('alive')).toHaveLength(1);
  });

  test.each([
    ['text that names it', 'about TiltmeterCanary'],
    ['a field of another kind', { TiltmeterCanary: 1, AlarmName: 'a', NewStateValue: 'ALARM' }],
    ['a list', ['TiltmeterCanary']],
  ])('is not %s', async (_, message) => {
    const inbox = await startInbox();
    const { send } = setUp({ [PAGE]: [webhook(`${inbox.url}/a`)] });
    await send(sns(message));
    expect(inbox.at('a')).toHaveLength(1);
  });
});

test('an alarm that invokes the function itself goes to every channel, once', async () => {
  const inbox = await startInbox();
  const { send } = setUp({
    [PAGE]: [webhook(`${inbox.url}/a`), { kind: 'slack', target: `${inbox.url}/b` }],
    'lava-dev-alerts-ticket': [webhook(`${inbox.url}/a`), webhook(`${inbox.url}/c`)],
  });
  const report = await send({
    source: 'aws.cloudwatch',
    alarmArn: alarm().AlarmArn,
    alarmData: { alarmName: 'x', state: { value: 'ALARM' } },
  });
  expect(inbox.received.map(({ path }) => path).sort()).toEqual(['a', 'b', 'c']);
  expect(report[0]!.severity).toBe('direct');
});

test.each([
  ['lava-dev-alerts-ticket', 'ticket'],
  ['somebody-elses-topic', 'somebody-elses-topic'],
])('what comes through topic %s has severity %s', async (topic, severity) => {
  const inbox = await startInbox();
  const { send } = setUp({ [topic]: [webhook(`${inbox.url}/a`)] });
  expect((await send(sns('hello', topic)))[0]!.severity).toBe(severity);
});

test.each([
  [{ [PAGE]: [] }, `topic ${PAGE} has no channel; known: ${PAGE}`],
  [{ other: [webhook('ssm:/x')] }, `topic ${PAGE} has no channel; known: other`],
])('a topic without a channel fails, so that nothing is lost', async (channels, problem) => {
  const { send, log } = setUp(channels);
  await expect(send(sns(alarm()))).rejects.toThrow(
    new Error(`1 of 1 deliveries failed: none for lava-dev-core-heartbeat ALARM: ${problem} (0 attempts)`),
  );
  expect(log).toEqual([{ ...LINE, channel: 'none', delivered: false, attempts: 0, problem }]);
});

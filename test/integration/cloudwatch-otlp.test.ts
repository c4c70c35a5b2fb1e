import fs from 'node:fs';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { OTLP_BYTES } from '../../lib/cost/load';
import {
  cloudWatchOtlpLogs,
  createLogger,
  createMetrics,
  emfSink,
  otlpLogs,
  otlpSink,
} from '../../lib/runtime';
import { type CloudWatchServerProps, cloudWatchServer, KEYS, type Keys } from './support/cloudwatch-server';

// The real signer of the AWS SDK against a server that computes signatures by other means.
const GROUP = '/var/log/lava/dev';
const REGION = 'eu-west-1';
const DAY = 86_400_000;

let server: Awaited<ReturnType<typeof cloudWatchServer>>;
let stderr: string;
const open = async (props?: CloudWatchServerProps) => {
  server = await cloudWatchServer(props);
};
beforeEach(() => {
  stderr = '';
  const write = fs.writeSync;
  jest.spyOn(fs, 'writeSync').mockImplementation(((fd: number, ...rest: [never]) => {
    if (!String(rest[0]).startsWith('tiltmeter: ')) return write(fd, ...rest);
    stderr += String(rest[0]);
    return 1;
  }) as typeof fs.writeSync);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server?.close();
});

const clientWith = (credentials: Keys | (() => Promise<Keys>) = KEYS) =>
  new CloudWatchLogsClient({ region: REGION, endpoint: server.url, credentials, maxAttempts: 1 });

const loggerTo = (client = clientWith(), more: object = {}, host = 'h1') =>
  createLogger({
    realm: 'dev',
    worker: 'core',
    host,
    destination: cloudWatchOtlpLogs({
      group: GROUP,
      stream: 's1',
      region: REGION,
      endpoint: `${server.url}/v1/logs`,
      client,
      ...more,
    }),
  });

const bodies = () => server.events.map(({ message }) => JSON.parse(JSON.parse(message).body));

test('a record is signed, and its body is the line of every other destination', async () => {
  await open();
  const logger = loggerTo();
  const trace = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
  logger.error('it "failed"\n\u2028', { event_type: 'job', job_id: 'a/b', ...trace });
  await logger.close();
  expect(server.refusals).toEqual([]);
  expect(server.calls).toEqual(['Logs_20140328.CreateLogStream']);
  const [event] = server.events;
  expect(JSON.parse(event!.message)).toMatchObject({
    resource: {
      attributes: {
        'service.name': 'lava-dev-core',
        'service.namespace': 'dev',
        'service.instance.id': `h1-${process.pid}`,
        'host.name': 'h1',
      },
    },
    scope: { name: 'tiltmeter' },
    severityNumber: 17,
    severityText: 'ERROR',
    traceId: trace.trace_id,
    spanId: trace.span_id,
  });
  expect(event).toMatchObject({ group: GROUP, stream: 's1' });
  expect(bodies()).toEqual([
    expect.objectContaining({
      event_source: 'lava-worker',
      level: 'ERROR',
      message: 'it "failed"\n\u2028',
      realm: 'dev',
      worker: 'core',
      event_type: 'job',
      job_id: 'a/b',
      ...trace,
    }),
  ]);
});

test('a record is as large as its price says', async () => {
  await open();
  const logger = loggerTo(clientWith(), {}, 'ip-10-0-0-12.ap-southeast-2.compute.internal');
  logger.info('Starting', {
    event_type: 'job',
    job_id: 'sql/daily-load',
    run_id: 'b'.repeat(36),
    delay: 1.5,
  });
  await logger.close();
  const { message } = server.events[0]!;
  const around = message.length - JSON.parse(message).body.length;
  expect(Math.abs(around - OTLP_BYTES)).toBeLessThan(40);
});

test('a request with gzip is signed as it is sent', async () => {
  await open();
  const logger = loggerTo(clientWith(), { compression: 'gzip' });
  logger.info('hello');
  await logger.close();
  expect(server.requests[0]!.headers['content-encoding']).toBe('gzip');
  expect(bodies()).toEqual([expect.objectContaining({ message: 'hello' })]);
});

test('embedded metrics go to the same stream as they are', async () => {
  await open();
  const logger = loggerTo();
  const metrics = createMetrics({
    sinks: [emfSink({ write: logger.raw, maxBytes: logger.maxBytes, namespace: 'Lava', every: 60 })],
  });
  metrics.counter('Orders', {}).add(3);
  logger.info('hello');
  await metrics.close();
  await logger.close();
  const documents = server.events.map(({ message }) => JSON.parse(message)).filter(({ _aws }) => _aws);
  expect(documents).toEqual([expect.objectContaining({ Orders: 3 })]);
  expect(server.events.every(({ stream }) => stream === 's1')).toBe(true);
});

test.each([
  ['more than 1 MB', 3000, 500],
  ['more than 10,000 records', 10_500, 1],
])('%s are sent in several requests', async (_, count, size) => {
  await open();
  const logger = loggerTo();
  for (let n = 0; n < count; n += 1) logger.info('x'.repeat(size));
  await logger.close();
  expect(server.refusals).toEqual([]);
  expect(server.requests.length).toBeGreaterThan(1);
  expect(server.events).toHaveLength(count);
  expect(logger.dropped()).toBe(0);
});

test('records of more than 24 hours are sent in several requests; what is too old is counted', async () => {
  await open();
  const logger = loggerTo();
  const real = Date.now();
  const clock = jest.spyOn(Date, 'now');
  for (const age of [15 * DAY, 3 * DAY, 1.5 * DAY, 0]) {
    clock.mockReturnValue(real - age);
    logger.info(`${age / DAY} days`);
  }
  clock.mockRestore();
  await logger.close();
  expect(server.refusals).toEqual([]);
  expect(server.requests.map(({ records }) => records)).toEqual([1, 1, 1, 1]);
  expect(bodies().map(({ message }) => message)).toEqual(['3 days', '1.5 days', '0 days']);
  expect(logger.dropped()).toBe(1);
  expect(stderr).toBe(
    `tiltmeter: records to ${server.url}/v1/logs are lost: {"tooOldLogEventCount":1,"tooNewLogEventCount":0,"expiredLogEventCount":0}\n`,
  );
});

test.each([400, 404])('a stream that vanishes is made anew (%i)', async (missing) => {
  await open({ missing });
  const logger = loggerTo();
  logger.info('one');
  await logger.drain();
  server.loseStreams();
  logger.info('two');
  await logger.close();
  expect(bodies().map(({ message }) => message)).toEqual(['one', 'two']);
  expect(server.calls.filter((call) => call.endsWith('CreateLogStream'))).toHaveLength(2);
});

test.each([
  ['behind', 20 * 60_000],
  ['ahead', -20 * 60_000],
])('a clock that is 20 minutes %s signs with the time of the service', async (_, ahead) => {
  await open({ ahead });
  // the stream is there already: the SDK mends its own requests
  const logger = loggerTo();
  logger.info('hello');
  await logger.close();
  expect(server.refusals.some((refusal) => refusal.includes('Signature expired'))).toBe(true);
  expect(bodies()).toHaveLength(1);
  expect(logger.dropped()).toBe(0);
});

test('credentials that end are replaced, and nothing is lost', async () => {
  const first = { ...KEYS, sessionToken: 'one' };
  const second = { accessKeyId: 'AKIDOTHER', secretAccessKey: 'other', sessionToken: 'two' };
  await open({ keys: first });
  let current: Keys = first;
  const logger = loggerTo(clientWith(async () => ({ ...current, expiration: new Date() })));
  logger.info('one');
  await logger.drain();
  server.rotate(second);
  logger.info('two');
  await logger.drain(300);
  expect(server.refusals.some((refusal) => /UnrecognizedClient|ExpiredToken/.test(refusal))).toBe(true);
  current = second;
  await logger.close();
  expect(bodies().map(({ message }) => message)).toEqual(['one', 'two']);
  expect(logger.dropped()).toBe(0);
});

test('with a wrong secret records wait, and it is said why', async () => {
  await open();
  const logger = loggerTo(clientWith({ ...KEYS, secretAccessKey: 'wrong' }));
  logger.info('hello');
  await logger.drain(300);
  expect(server.events).toEqual([]);
  expect(server.refusals[0]).toContain('does not match');
  expect(stderr).toContain('trying again: The request signature we calculated does not match');
});

test('without the right to write nothing is lost for a quarter of an hour; then it is counted, and tried on', async () => {
  let denied = true;
  const answer = {
    status: 403,
    headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    body: { message: 'no' },
  };
  await open({ behave: () => (denied ? answer : undefined) });
  const real = performance.now.bind(performance);
  let later = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => real() + later);
  const logger = loggerTo();
  logger.info('one');
  await logger.drain(300);
  expect(logger.dropped()).toBe(0);
  expect(stderr).toContain('trying again: 403 AccessDeniedException no\n');
  later = 16 * 60_000;
  await logger.drain(10_000);
  expect(logger.dropped()).toBe(1);
  expect(stderr).toContain(
    'are lost: 403 AccessDeniedException no; it has been so for a while, and is tried again from time to time\n',
  );
  denied = false;
  logger.info('two');
  await logger.close();
  expect(bodies()).toEqual(expect.arrayContaining([expect.objectContaining({ message: 'two' })]));
});

test('who may not make a stream writes to one that is there, and hears why it does not', async () => {
  await open({ mayCreate: false, streams: [`${GROUP}:s1`] });
  const logger = loggerTo();
  logger.info('hello');
  await logger.drain();
  expect(bodies().map(({ message }) => message)).toEqual(['hello']);
  server.loseStreams();
  logger.info('again');
  await logger.drain(300);
  expect(stderr).toContain(
    'ResourceNotFoundException The specified log stream does not exist. (may not create)\n',
  );
});

test('credentials that do not come cost a try its time, and no record', async () => {
  await open();
  const logger = loggerTo(
    clientWith(() => new Promise<Keys>(() => {})),
    { timeout: 200 },
  );
  await clientFor('s1');
  logger.info('hello');
  await logger.drain(500);
  expect(stderr).toContain('no answer within 0.2 s');
  expect(logger.dropped()).toBe(0);
});

test('a server that closes each connection is spoken to all the same', async () => {
  await open({ behave: () => undefined, closes: true });
  const logger = loggerTo();
  for (const message of ['one', 'two', 'three']) {
    logger.info(message);
    await logger.drain();
  }
  await logger.close();
  expect(bodies().map(({ message }) => message)).toEqual(['one', 'two', 'three']);
});

test.each([
  [{ group: '/€' }, "bad log group '/€': give 1 to 512 letters, digits, . - _ / or #"],
  [
    { group: 'arn:aws:logs:x' },
    "bad log group 'arn:aws:logs:x': give 1 to 512 letters, digits, . - _ / or #",
  ],
  [{ stream: 'a:b' }, "bad log stream 'a:b': give 1 to 512 characters of ASCII without : and *"],
  [{ stream: 'a\nb' }, "bad log stream 'a\\nb': give 1 to 512 characters of ASCII without : and *"],
  [{ stream: ' a' }, "bad log stream ' a': give 1 to 512 characters of ASCII without : and *"],
  [{ stream: '' }, "bad log stream '': give 1 to 512 characters of ASCII without : and *"],
])('a name that no header can say is refused at the start: %j', async (name, message) => {
  await open();
  expect(() => loggerTo(clientWith(), name)).toThrow(message);
});

test('the stream of a process has a name that CloudWatch takes, whatever its host is called', async () => {
  await open();
  const logger = loggerTo(clientWith(), { stream: undefined }, 'fe80::1*größe');
  logger.info('hello');
  await logger.close();
  expect(server.events[0]!.stream).toMatch(/^core\/fe80--1-gr--e\/\d+\/[\dTZ-]+$/);
});

test('a record that is refused takes no other with it', async () => {
  await open();
  const logger = loggerTo(clientWith(), { resource: { large: 'x'.repeat(17_000) } });
  logger.info('hello');
  logger.info('hello');
  await logger.close();
  expect(logger.dropped()).toBe(2);
  expect(stderr).toContain('resource and scope exceed 16 KB');
});

test('metrics are signed for monitoring, at most 1,000 data points in a request', async () => {
  await open();
  const metrics = createMetrics({
    sinks: [
      otlpSink({
        realm: 'dev',
        worker: 'core',
        endpoint: `${server.url}/v1/metrics`,
        aws: { region: REGION, client: clientWith() },
      }),
    ],
  });
  // with the one that counts the rest, one more than a request takes
  for (let n = 0; n < 1100; n += 1) metrics.counter('Orders', { customer: `c${n}` }).add();
  await metrics.close();
  expect(server.refusals).toEqual([]);
  expect(Math.max(...server.points)).toBeLessThanOrEqual(1000);
  expect(server.points.reduce((sum, points) => sum + points)).toBeGreaterThan(1000);
});

test("OpenTelemetry's own records go to a stream that headers name", async () => {
  await open();
  const headers = { 'x-aws-log-group': GROUP, 'x-aws-log-stream': 's1' };
  await clientFor('s1');
  const destination = otlpLogs({
    endpoint: `${server.url}/v1/logs`,
    headers,
    aws: { region: REGION, client: clientWith() },
  });
  const logger = createLogger({ realm: 'dev', worker: 'core', destination });
  logger.info('hello', { n: 1 });
  await logger.close();
  expect(JSON.parse(server.events[0]!.message)).toMatchObject({ body: 'hello', attributes: { n: 1 } });
});

async function clientFor(stream: string): Promise<void> {
  const { CreateLogStreamCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  await clientWith().send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: stream }));
}

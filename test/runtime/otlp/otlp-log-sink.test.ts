import fs from 'node:fs';
import { createLogger, type Logger, type OtlpTarget, otlpLogs } from '../../../lib/runtime';
import { attribute, type Behaviour, type OtlpServer, otlpServer } from './otlp-server';

let server: OtlpServer;
let logger: Logger;

async function open(behave?: Behaviour, target: OtlpTarget = {}): Promise<void> {
  server = await otlpServer(behave);
  logger = createLogger({
    realm: 'dev',
    worker: 'core',
    host: 'h1',
    level: 'debug',
    destination: otlpLogs({ endpoint: `${server.url}/v1/logs`, ...target }),
  });
}
const write = (count: number) => {
  for (let n = 0; n < count; n += 1) logger.info('record', { n });
};
const numbers = () => server.records().map((record) => Number(attribute(record, 'n')));
/** What is said on stderr, with the server's address as URL. */
function said(): () => readonly string[] {
  const stderr = jest.spyOn(fs, 'writeSync').mockReturnValue(0);
  return () => stderr.mock.calls.map(([, text]) => `${text}`.trim().replace(`${server.url}/v1/logs`, 'URL'));
}
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

afterEach(async () => {
  jest.restoreAllMocks();
  await logger.close();
  await server.close();
});

test('a record has its time, severity and text; who wrote it is in the resource', async () => {
  await open();
  jest.spyOn(Date, 'now').mockReturnValueOnce(1_700_000_000_123);
  logger.warning('hello', { n: 1 });
  await logger.drain();
  const [{ path, headers, body }] = server.received as [OtlpServer['received'][0]];
  expect([path, headers['content-type']]).toEqual(['/v1/logs', 'application/json']);
  expect(body.resourceLogs![0]!.resource.attributes).toEqual(
    expect.arrayContaining([
      { key: 'service.name', value: { stringValue: 'lava-dev-core' } },
      { key: 'host.name', value: { stringValue: 'h1' } },
      { key: 'process.pid', value: { intValue: `${process.pid}` } },
      { key: 'event_source', value: { stringValue: 'lava-worker' } },
    ]),
  );
  expect(server.records()).toEqual([
    {
      timeUnixNano: '1700000000123000000',
      observedTimeUnixNano: '1700000000123000000',
      severityNumber: 13,
      severityText: 'WARNING',
      body: { stringValue: 'hello' },
      attributes: [
        { key: 'thread.name', value: { stringValue: 'main' } },
        { key: 'n', value: { intValue: '1' } },
        { key: 'seq', value: { intValue: '1' } },
      ],
    },
  ]);
});

test.each([
  ['debug', 5, 'DEBUG'],
  ['info', 9, 'INFO'],
  ['warning', 13, 'WARNING'],
  ['error', 17, 'ERROR'],
  ['critical', 21, 'CRITICAL'],
] as const)('%s is severity %i', async (level, severityNumber, severityText) => {
  await open();
  logger[level]('x');
  await logger.drain();
  expect(server.records()[0]).toMatchObject({ severityNumber, severityText });
});

test('every kind of value is an AnyValue', async () => {
  await open();
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  logger.info('x', {
    whole: 2 ** 53 - 1,
    large: 2 ** 60,
    real: -1.5,
    nan: Number.NaN,
    low: Number.NEGATIVE_INFINITY,
    big: 2n ** 63n - 1n,
    bigger: 2n ** 63n,
    yes: true,
    none: null,
    gone: undefined,
    list: [1, 'a', { x: false, low: Number.NEGATIVE_INFINITY, big: 2n ** 63n - 1n }, Number.NaN, 2n ** 63n],
    'we"ird\n': 'a\u2028b',
    password: 'hunter2',
    cycle,
    level: 3,
  });
  await logger.drain();
  const values = Object.fromEntries(server.records()[0]!.attributes.map(({ key, value }) => [key, value]));
  expect(values).toEqual({
    'thread.name': { stringValue: 'main' },
    whole: { intValue: '9007199254740991' },
    large: { doubleValue: 2 ** 60 },
    real: { doubleValue: -1.5 },
    nan: { doubleValue: 'NaN' },
    low: { doubleValue: '-Infinity' },
    big: { intValue: '9223372036854775807' },
    bigger: { stringValue: '9223372036854775808' },
    yes: { boolValue: true },
    none: {},
    list: {
      arrayValue: {
        values: [
          { intValue: '1' },
          { stringValue: 'a' },
          {
            kvlistValue: {
              values: [
                { key: 'x', value: { boolValue: false } },
                { key: 'low', value: { doubleValue: '-Infinity' } },
                { key: 'big', value: { intValue: '9223372036854775807' } },
              ],
            },
          },
          { doubleValue: 'NaN' },
          { stringValue: '9223372036854775808' },
        ],
      },
    },
    'we"ird\n': { stringValue: 'a\u2028b' },
    password: { stringValue: '[redacted]' },
    cycle: { kvlistValue: { values: [{ key: 'self', value: { stringValue: '[Circular]' } }] } },
    level_: { intValue: '3' },
    seq: { intValue: '1' },
  });
});

test('an error is the exception of the semantic conventions, and what it holds besides is kept', async () => {
  await open();
  logger.error('bad', Object.assign(new TypeError('no'), { code: 'E1' }));
  logger.error(new Error('plain'));
  await logger.drain();
  const [first, second] = server.records();
  expect(attribute(first!, 'exception.type')).toBe('TypeError');
  expect(attribute(first!, 'exception.message')).toBe('no');
  expect(attribute(first!, 'exception.stacktrace')).toMatch(/^TypeError: no\n {4}at /);
  expect(attribute(first!, 'error')).toEqual({ values: [{ key: 'code', value: { stringValue: 'E1' } }] });
  expect(second!.body.stringValue).toBe('plain');
  expect(second!.attributes.map(({ key }) => key)).not.toContain('error');
});

test('a trace is in the members of a record, and what is none stays an attribute', async () => {
  await open();
  const trace = {
    trace_id: '5b8efff798038103d269b633813fc60c',
    span_id: 'eee19b7ec3c1b174',
    trace_flags: '01',
  };
  logger.run({ job_id: 'j', run_id: 'r', ...trace }, () => logger.info('in'));
  logger.info('out', { trace_id: 'mine' });
  await logger.drain();
  const [inside, outside] = server.records();
  expect(inside).toMatchObject({ traceId: trace.trace_id, spanId: trace.span_id, flags: 1 });
  expect(attribute(inside!, 'job_id')).toBe('j');
  expect(attribute(inside!, 'trace_id')).toBeUndefined();
  expect(outside!.traceId).toBeUndefined();
  expect(attribute(outside!, 'trace_id')).toBe('mine');
});

test('a finished line is the body of a record', async () => {
  await open();
  logger.raw('{"_aws":1}');
  await logger.drain();
  expect(server.records()[0]).toMatchObject({ severityNumber: 9, body: { stringValue: '{"_aws":1}' } });
});

test('a record that is too large is cut, and still a record', async () => {
  await open();
  logger.info('huge', { data: 'ü'.repeat(400_000) });
  await logger.drain();
  const [record] = server.records();
  expect(attribute(record!, 'truncated')).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(256 * 1024);
});

test('headers and gzip go along', async () => {
  await open(undefined, { compression: 'gzip', headers: () => ({ 'api-key': 'k' }) });
  write(1000);
  await logger.drain();
  const [{ headers, raw }] = server.received as [OtlpServer['received'][0]];
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'api-key': 'k' });
  expect(raw.length).toBeLessThan(40_000);
  expect(numbers()).toEqual(upTo(1000));
});

test.each([429, 502, 503, 504])('%i is tried again, and order holds', async (status) => {
  await open((request) => (request <= 2 ? { status } : undefined));
  write(100);
  await logger.close();
  expect([numbers(), logger.dropped()]).toEqual([upTo(100), 0]);
});

test.each([400, 401, 404, 500, 501, 307])(
  '%i is not tried again, as the specification wants, and counted',
  async (status) => {
    await open(() => ({ status }));
    write(3);
    await logger.close();
    expect([server.received.length, logger.dropped()]).toEqual([1, 3]);
  },
);

test('Retry-After is kept, even by who waits for the records', async () => {
  await open((request) => (request === 1 ? { status: 503, headers: { 'retry-after': '1' } } : undefined));
  write(1);
  const before = performance.now();
  await logger.drain(5000);
  expect(performance.now() - before).toBeGreaterThanOrEqual(990);
  expect(numbers()).toEqual([0]);
});

test('413 is halved until it fits; a record that is too large alone is counted', async () => {
  await open((_, { body }) => {
    const texts = body.resourceLogs![0]!.scopeLogs[0]!.logRecords;
    const tooLarge = texts.length > 10 || texts.some((record) => attribute(record, 'n') === '50');
    return tooLarge ? { status: 413 } : undefined;
  });
  write(101);
  await logger.close();
  expect([numbers(), logger.dropped()]).toEqual([upTo(101).filter((n) => n !== 50), 1]);
});

test('a partial success is counted, and nothing is sent again', async () => {
  const body = { partialSuccess: { rejectedLogRecords: '2', errorMessage: 'too old' } };
  await open(() => ({ body }));
  write(5);
  await logger.close();
  expect([server.received.length, logger.dropped()]).toEqual([1, 2]);
});

test.each([
  [
    { rejectedLogRecords: -3 },
    0,
    "takes records with a warning: how many it rejected is not known, it says '-3'",
  ],
  [
    { rejectedLogRecords: 'many', errorMessage: 'full' },
    0,
    "takes records with a warning: full; how many it rejected is not known, it says 'many'",
  ],
  [{ rejectedLogRecords: '99' }, 5, 'are lost: no reason given; it says that it rejected 99 of 5'],
  [{ rejectedLogRecords: 1e30, errorMessage: 'x' }, 5, 'are lost: x; it says that it rejected 1e+30 of 5'],
])('a partial success of %j counts %i of 5 records, and is told', async (partialSuccess, dropped, words) => {
  const told = said();
  await open(() => ({ body: { partialSuccess } }));
  write(5);
  await logger.close();
  expect([server.received.length, logger.dropped()]).toEqual([1, dropped]);
  expect(told()).toEqual([expect.stringContaining(`URL ${words}`)]);
});

test.each([
  [
    'a page of a proxy',
    { 'content-type': 'text/html' },
    '<p>sign in',
    '200 with text/html, which is no answer of OTLP',
  ],
  [
    'a word',
    { 'content-type': 'application/json' },
    '"ok"',
    '200 with application/json, which is no answer of OTLP',
  ],
])(
  '%s with 200 says nothing of the records: they are not sent again, and it is told',
  async (_, headers, text, words) => {
    const told = said();
    await open(() => ({ headers, text }));
    write(2);
    await logger.close();
    expect([server.received.length, logger.dropped()]).toEqual([1, 0]);
    expect(told()).toEqual([
      `tiltmeter: URL takes records with a warning: ${words}: whether they are kept is not known`,
    ]);
  },
);

test.each([
  ['an empty body', 200, ''],
  ['no content', 204, ''],
  ['members that are not known', 202, '{"status":"ok"}'],
])('%s is an answer that records are taken', async (_, status, text) => {
  const told = said();
  await open(() => ({ status, text, takes: true }));
  write(2);
  await logger.close();
  expect([numbers(), logger.dropped(), told()]).toEqual([[0, 1], 0, []]);
});

test.each([
  [415, {}, '415 Unsupported Media Type'],
  [
    400,
    { message: 'unsupported Content-Encoding: gzip' },
    '400 Bad Request unsupported Content-Encoding: gzip',
  ],
])('who answers gzip with %i is sent records without, from then on', async (status, body, words) => {
  const told = said();
  await open((_, { headers }) => (headers['content-encoding'] === undefined ? undefined : { status, body }), {
    compression: 'gzip',
  });
  write(3);
  await logger.drain();
  write(3);
  await logger.close();
  expect(server.received.map(({ headers }) => headers['content-encoding'])).toEqual([
    'gzip',
    undefined,
    undefined,
  ]);
  expect([server.records().length, logger.dropped()]).toEqual([6, 0]);
  expect(told()).toEqual([`tiltmeter: URL does not take gzip (${words}): requests are sent without`]);
});

test('who has taken gzip refuses for another reason', async () => {
  await open((request) => (request === 2 ? { status: 400 } : undefined), { compression: 'gzip' });
  for (let n = 0; n < 3; n += 1) {
    write(1);
    await logger.drain();
  }
  expect([server.received.length, server.records().length]).toEqual([3, 3]);
});

test("the collector's answer to a body beyond its limit is 400, and halves it like 413", async () => {
  const tooLarge = { status: 400, body: { code: 3, message: 'http: request body too large' } };
  await open((_, { raw }) => (raw.length > 5000 ? tooLarge : undefined));
  write(101);
  await logger.close();
  expect([numbers(), logger.dropped()]).toEqual([upTo(101), 0]);
});

test.each([
  ['closes without an answer', { hangUp: true }],
  ['closes in the middle of its answer', { cut: true }],
] as const)('a server that %s is asked again', async (_, reply) => {
  await open((request) => (request === 1 ? reply : undefined));
  write(10);
  await logger.close();
  expect([numbers(), logger.dropped()]).toEqual([upTo(10), 0]);
});

test('a request that is not answered in time is made again', async () => {
  await open((request) => (request === 1 ? { delay: 600, hangUp: true } : undefined), { timeout: 200 });
  write(1);
  await logger.close();
  expect([server.received.length, numbers()]).toEqual([2, [0]]);
});

test('a collector that restarts gets what was written meanwhile', async () => {
  await open();
  write(1);
  await logger.drain();
  const { port } = server;
  await server.close();
  write(50);
  await logger.drain(300);
  server = await otlpServer(undefined, port);
  await logger.drain();
  expect(numbers()).toEqual(upTo(50));
});

test('a loss is told in the log by the next record', async () => {
  await open((request) => (request === 1 ? { status: 400 } : undefined));
  write(3);
  await logger.drain();
  logger.info('next');
  await logger.close();
  expect(server.records().map(({ body }) => body.stringValue)).toEqual([
    'next',
    '3 records were dropped because the log destination did not take them',
  ]);
});

test('OTEL_SDK_DISABLED sends nothing', async () => {
  await open(undefined, { disabled: true });
  write(3);
  await logger.close();
  expect(server.received).toEqual([]);
});

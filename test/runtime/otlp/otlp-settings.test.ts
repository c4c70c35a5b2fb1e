import fs, { readFileSync } from 'node:fs';
import { metricsTarget, otlpSettings, otlpTarget } from '../../../lib/runtime/otlp/otlp-settings';

const read = (env: Record<string, string>, signal: 'logs' | 'metrics' = 'logs') =>
  otlpSettings(signal, {}, env);
const E = 'OTEL_EXPORTER_OTLP_';

test('without a word it is a collector on this machine', () => {
  const { endpoint, compression, timeout, headers, disabled } = read({});
  expect([endpoint.href, compression, timeout, headers(), disabled]).toEqual([
    'http://localhost:4318/v1/logs',
    'none',
    10_000,
    {},
    false,
  ]);
});

test.each([
  ['http://c:1', 'http://c:1/v1/logs'],
  ['http://c:1/', 'http://c:1/v1/logs'],
  ['https://c/base', 'https://c/base/v1/logs'],
  ['https://c/base/?k=1', 'https://c/base/v1/logs?k=1'],
])('the general endpoint %s is a base', (value, expected) => {
  expect(read({ [`${E}ENDPOINT`]: value }).endpoint.href).toBe(expected);
});

test('the endpoint of a signal is taken as it is, and wins', () => {
  const env = { [`${E}ENDPOINT`]: 'http://c', [`${E}METRICS_ENDPOINT`]: 'http://m/in' };
  expect(read(env, 'metrics').endpoint.href).toBe('http://m/in');
  expect(read(env).endpoint.href).toBe('http://c/v1/logs');
  expect(read({ [`${E}LOGS_ENDPOINT`]: 'http://m' }).endpoint.href).toBe('http://m/');
});

test('headers are decoded, and those of a signal are all there are', () => {
  const env = { [`${E}HEADERS`]: 'api-key=a%20b, x = y=z ,', [`${E}METRICS_HEADERS`]: 'm=1' };
  expect(read(env).headers()).toEqual({ 'api-key': 'a b', x: 'y=z' });
  expect(read(env, 'metrics').headers()).toEqual({ m: '1' });
});

test.each([
  [`${E}PROTOCOL`, 'grpc', "bad OTEL_EXPORTER_OTLP_PROTOCOL 'grpc': allowed are http/json, http/protobuf"],
  [`${E}COMPRESSION`, 'zstd', "bad OTEL_EXPORTER_OTLP_COMPRESSION 'zstd': allowed are none, gzip"],
  [
    `${E}TIMEOUT`,
    '10s',
    "bad OTEL_EXPORTER_OTLP_TIMEOUT '10s': give a whole number of milliseconds from 1 to 86400000",
  ],
  [
    `${E}ENDPOINT`,
    'localhost:4318',
    "bad OTEL_EXPORTER_OTLP_ENDPOINT 'localhost:4318': give an address that begins with http:// or https://",
  ],
  [
    `${E}TIMEOUT`,
    '0x10',
    "bad OTEL_EXPORTER_OTLP_TIMEOUT '0x10': give a whole number of milliseconds from 1 to 86400000",
  ],
  [
    `${E}ENDPOINT`,
    'user:hunter2@collector:4318',
    "bad OTEL_EXPORTER_OTLP_ENDPOINT '…@collector:4318': give an address that begins with http:// or https://",
  ],
  [
    `${E}CERTIFICATE`,
    `${__dirname}/otlp-server.ts`,
    `bad OTEL_EXPORTER_OTLP_CERTIFICATE '${__dirname}/otlp-server.ts': the file has no PEM block`,
  ],
  [
    `${E}CLIENT_KEY`,
    __filename,
    'bad OTEL_EXPORTER_OTLP_CLIENT_KEY: give OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and _CLIENT_KEY together',
  ],
  [`${E}HEADERS`, 'a=1,secret', 'bad OTEL_EXPORTER_OTLP_HEADERS: entry 2 is not name=value'],
  [`${E}HEADERS`, 'a=%0d%0ab', 'bad OTEL_EXPORTER_OTLP_HEADERS: the value of entry 1 is none of a header'],
  [
    `${E}HEADERS`,
    'a=100%',
    'bad OTEL_EXPORTER_OTLP_HEADERS: entry 1 has a % that begins no character; write %25',
  ],
  [
    `${E}CERTIFICATE`,
    '/nonexistent/ca.pem',
    "bad OTEL_EXPORTER_OTLP_CERTIFICATE '/nonexistent/ca.pem': ENOENT: no such file or directory, open '/nonexistent/ca.pem'",
  ],
])('%s=%s is refused, and no secret is said', (name, value, message) => {
  expect(() => read({ [name]: value })).toThrow(expect.objectContaining({ name: 'OptionsError', message }));
});

test('an empty variable is as good as none', () => {
  expect(read({ [`${E}PROTOCOL`]: '', [`${E}TIMEOUT`]: ' ' })).toMatchObject({ timeout: 10_000 });
});

test('certificates are read where they are named', () => {
  // this file has a line that begins a PEM block: -----BEGIN CERTIFICATE-----
  const { tls } = read({ [`${E}CERTIFICATE`]: __filename });
  expect(tls).toEqual({ ca: readFileSync(__filename) });
});

test('a word out of a list may be in capitals', () => {
  expect(read({ [`${E}PROTOCOL`]: 'HTTP/JSON', [`${E}COMPRESSION`]: 'GZIP' }).compression).toBe('gzip');
});

test('http/protobuf, which operators set for all programs, does not end the start: JSON is sent, and said', () => {
  const said = jest.spyOn(fs, 'writeSync').mockReturnValue(0);
  expect(read({ [`${E}LOGS_PROTOCOL`]: 'http/protobuf' }).endpoint.href).toBe(
    'http://localhost:4318/v1/logs',
  );
  read({ [`${E}LOGS_PROTOCOL`]: 'http/protobuf' });
  expect(said.mock.calls.map(([, text]) => text)).toEqual([
    'tiltmeter: OTEL_EXPORTER_OTLP_LOGS_PROTOCOL is http/protobuf: what is sent to the same address is JSON, http/json\n',
  ]);
  said.mockRestore();
});

test('with OTEL_SDK_DISABLED nothing else is looked at', () => {
  const env = {
    OTEL_SDK_DISABLED: 'True',
    [`${E}PROTOCOL`]: 'grpc',
    OTEL_RESOURCE_ATTRIBUTES: 'broken',
    OTEL_METRIC_EXPORT_INTERVAL: 'often',
    [`${E}METRICS_TEMPORALITY_PREFERENCE`]: 'both',
  };
  expect(read(env).disabled).toBe(true);
  expect(metricsTarget(env)).toMatchObject({ disabled: true, every: undefined, temporality: 'cumulative' });
});

test('headers that say how a body is to be read are those of each request', () => {
  const value = 'Content-Type=application/x-protobuf,content-length=3,Transfer-Encoding=chunked,host=c,x=1';
  expect(read({ [`${E}HEADERS`]: value }).headers()).toEqual({ host: 'c', x: '1' });
});

test.each([
  [{ timeout: Number.NaN }, "bad timeout 'NaN': give a whole number of milliseconds from 1 to 86400000"],
  [{ compression: 'br' as 'gzip' }, "bad compression 'br': allowed are none, gzip"],
])('%j in code is refused as well', (target, message) => {
  expect(() => otlpSettings('logs', target, {})).toThrow(message);
});

test.each([
  ['cumulative', 'cumulative'],
  ['DELTA', 'delta'],
  ['lowmemory', 'delta'],
])('temporality %s is %s', (value, expected) => {
  const env = { [`${E}METRICS_TEMPORALITY_PREFERENCE`]: value, OTEL_METRIC_EXPORT_INTERVAL: '500' };
  expect(metricsTarget(env)).toMatchObject({ temporality: expected, every: 0.5 });
});

test('a temporality that is none is refused', () => {
  expect(() => metricsTarget({ [`${E}METRICS_TEMPORALITY_PREFERENCE`]: 'both' })).toThrow(
    "bad OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE 'both': allowed are cumulative, delta, lowmemory",
  );
});

test('a target keeps its headers behind a function, so that no dump of options shows them', () => {
  const target = otlpTarget('logs', { [`${E}HEADERS`]: 'x=hunter2' });
  expect(JSON.stringify(target)).not.toContain('hunter2');
  expect(otlpSettings('logs', target, {}).headers()).toEqual({ x: 'hunter2' });
});

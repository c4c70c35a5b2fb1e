import { awsBatch } from '../../../lib/runtime/otlp/aws-limits';
import { awsEndpoint, awsRegion, awsServiceOf } from '../../../lib/runtime/otlp/aws-target';
import { cloudWatchRecord, lineOf } from '../../../lib/runtime/otlp/cloudwatch-record';
import { otlpSettings } from '../../../lib/runtime/otlp/otlp-settings';

test.each([
  ['logs', 'eu-west-1', 'https://logs.eu-west-1.amazonaws.com/v1/logs', 'logs'],
  ['metrics', 'us-gov-west-1', 'https://monitoring.us-gov-west-1.amazonaws.com/v1/metrics', 'monitoring'],
  ['logs', 'cn-north-1', 'https://logs.cn-north-1.amazonaws.com.cn/v1/logs', 'logs'],
  ['logs', 'eusc-de-east-1', 'https://logs.eusc-de-east-1.amazonaws.eu/v1/logs', 'logs'],
  ['metrics', 'us-iso-east-1', 'https://monitoring.us-iso-east-1.c2s.ic.gov/v1/metrics', 'monitoring'],
] as const)('the endpoint of %s in %s is found, and known again', (signal, region, address, service) => {
  expect(awsEndpoint(signal, region)).toBe(address);
  expect(awsServiceOf(new URL(address))).toEqual({ service, region });
});

test.each([
  'http://127.0.0.1:4318/v1/logs',
  'https://logs.example.com/v1/logs',
  'https://xray.eu-west-1.amazonaws.com/v1/traces',
  'https://logs.eu-west-1.amazonaws.com.example.com/v1/logs',
  'https://logs.eu-west-1.amazonaws.com.cn/v1/logs',
])('%s is nobody that wants a signature of AWS', (address) => {
  expect(awsServiceOf(new URL(address))).toBeUndefined();
});

test("OpenTelemetry's variables are enough for CloudWatch", () => {
  const env = {
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://logs.eu-west-1.amazonaws.com/v1/logs',
    OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x-aws-log-group=g,x-aws-log-stream=s',
  };
  const { aws, headers } = otlpSettings('logs', {}, env);
  expect(aws).toEqual({ service: 'logs', region: 'eu-west-1' });
  expect(headers()).toEqual({ 'x-aws-log-group': 'g', 'x-aws-log-stream': 's' });
});

test('a bearer token stands in for a signature', () => {
  const endpoint = awsEndpoint('metrics', 'eu-west-1');
  const { aws } = otlpSettings('metrics', { endpoint, headers: { Authorization: 'Bearer x' } }, {});
  expect(aws).toBeUndefined();
});

test('without a region nothing is guessed', () => {
  expect(awsRegion(undefined, { AWS_DEFAULT_REGION: 'eu-west-1' })).toBe('eu-west-1');
  expect(() => awsRegion(undefined, {})).toThrow('no region for CloudWatch: give region or AWS_REGION');
});

test('a record too large for a request of its own is tried alone', () => {
  const item = (bytes: number) => ({ text: cloudWatchRecord('{}', 1, 1_700_000_000_000), count: 1, bytes });
  expect(awsBatch('logs', 100)([item(2_000_000), item(1)])).toBe(1);
  expect(awsBatch('logs', 1_048_576 / 4 - 27)([1, 1, 1, 1, 1].map(item))).toBe(4);
});

test('a line comes out of its record as it went in', () => {
  const line =
    '{"level":"INFO","message":"\\"trace_id\\":\\"0af7651916cd43dd8448eb211c80319c\\" caf\u00e9 \u2028"}';
  const record = cloudWatchRecord(line, 4, 1_700_000_000_123);
  expect(lineOf(record)).toBe(line);
  expect(JSON.parse(record)).toEqual({
    timeUnixNano: '1700000000123000000',
    observedTimeUnixNano: '1700000000123000000',
    severityNumber: 21,
    severityText: 'CRITICAL',
    body: { stringValue: line },
  });
});

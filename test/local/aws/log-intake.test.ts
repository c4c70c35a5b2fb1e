import { startAwsService } from '../../../lib/local/aws/aws-service';
import { createLogIntake } from '../../../lib/local/aws/log-intake';
import { otlpEvents } from '../../../lib/local/aws/otlp-events';

const text = (value: string) => ({ stringValue: value });
const request = (body: object, attributes: object[] = []) =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: text('core') }] },
        scopeLogs: [
          {
            scope: { name: 's' },
            logRecords: [
              { timeUnixNano: '1700000000123000000', severityText: 'INFO', body, attributes, traceId: 'ab' },
            ],
          },
        ],
      },
    ],
  });

test('an event has its resource and scope, what values hold, and times as numbers', () => {
  const attributes = [
    { key: 'n', value: { intValue: '3' } },
    { key: 'list', value: { arrayValue: { values: [text('a'), { boolValue: true }] } } },
    { key: 'none', value: { arrayValue: {} } },
  ];
  const body = { kvlistValue: { values: [{ key: 'a', value: { doubleValue: 1.5 } }] } };
  const [{ timestamp, message }] = otlpEvents(request(body, attributes)) as [
    { timestamp: number; message: string },
  ];
  expect(timestamp).toBe(1_700_000_000_123);
  expect(JSON.parse(message)).toEqual({
    resource: { attributes: { 'service.name': 'core' } },
    scope: { name: 's' },
    timeUnixNano: 1_700_000_000_123_000_000,
    severityText: 'INFO',
    body: { a: 1.5 },
    attributes: { n: 3, list: ['a', true], none: [] },
    traceId: 'ab',
  });
});

test('filters see the line that is the body, and any other event as it is stored', () => {
  const intake = createLogIntake();
  intake.otlp('s1', request(text('{"level":"INFO"}')));
  intake.otlp('s1', request(text('hello')));
  const [line, other] = intake.take('s1');
  expect(line).toMatchObject({ message: '{"level":"INFO"}', stored: expect.stringContaining('"resource"') });
  expect(other!.message).toBe(other!.stored);
  expect(intake.take('s1')).toEqual([]);
});

test('the service takes OTLP, and calls of the SDK, for the stream that is named', async () => {
  const intake = createLogIntake();
  const service = await startAwsService(intake.actions, intake.otlp);
  const post = async (path: string, headers: Record<string, string>, body: string) =>
    (await fetch(`${service.url}${path}`, { method: 'POST', headers, body })).status;
  const target = (name: string) => ({ 'x-amz-target': `Logs_20140328.${name}` });
  expect(await post('/v1/logs', { 'x-aws-log-stream': 's1' }, request(text('{}')))).toBe(200);
  expect(await post('/v1/logs', { 'x-aws-log-stream': 's1' }, 'no')).toBe(400);
  expect(await post('/', target('CreateLogStream'), '{}')).toBe(200);
  const logEvents = [{ timestamp: 5, message: '{"_aws":{}}' }];
  expect(await post('/', target('PutLogEvents'), JSON.stringify({ logStreamName: 's1', logEvents }))).toBe(
    200,
  );
  await service.close();
  expect(intake.take('s1').map(({ timestamp, message }) => [timestamp, message])).toEqual([
    [1_700_000_000_123, '{}'],
    [5, '{"_aws":{}}'],
  ]);
});

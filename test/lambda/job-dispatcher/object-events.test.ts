import { readObjectNews } from '../../../lambda/job-dispatcher/object-events';

/** As S3 notifies of it, and as EventBridge does. */
const record = (key: string, eventName = 'ObjectCreated:Put') => ({
  eventSource: 'aws:s3',
  eventTime: '2026-01-05T12:00:00.000Z',
  eventName,
  s3: { bucket: { name: 'in' }, object: { key, sequencer: '00A1' } },
});
const event = (key: string, type = 'Object Created') => ({
  id: 'e',
  source: 'aws.s3',
  'detail-type': type,
  time: '2026-01-05T12:00:00Z',
  detail: { bucket: { name: 'in' }, object: { key, sequencer: '00A1' } },
});

describe('the key of an object', () => {
  test('is encoded in a notification', () => {
    const [news] = readObjectNews({ Records: [record('csv/a+b%2Bc%C3%A9.csv')] })!;
    expect(news).toMatchObject({ bucket: 'in', key: 'csv/a b+cé.csv', origin: 'in\ncsv/a b+cé.csv\n00A1' });
  });

  test('is plain in an event of EventBridge', () => {
    const [news] = readObjectNews(event('csv/a+b%2Bc.csv'))!;
    expect(news).toMatchObject({ bucket: 'in', key: 'csv/a+b%2Bc.csv' });
  });

  test('that is not encoded as it should be is a problem of that object alone', () => {
    expect(readObjectNews({ Records: [record('100%.csv'), record('good')] })).toEqual([
      { problem: 'the key of an S3 event is not encoded as S3 does it: "100%.csv"' },
      expect.objectContaining({ key: 'good' }),
    ]);
  });
});

test("S3's test of a notification asks for nothing", () => {
  expect(readObjectNews({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'in' })).toEqual([]);
});

test('what S3 tells in its two forms is the same, but for the words for the event', () => {
  const notified = {
    ...record('a'),
    awsRegion: 'eu-west-1',
    requestParameters: { sourceIPAddress: '192.0.2.1' },
    s3: { bucket: { name: 'in' }, object: { key: 'a', size: 7, sequencer: '00A1' } },
  };
  const told = {
    ...event('a'),
    region: 'eu-west-1',
    time: '2026-01-05T12:00:00.000Z',
    detail: {
      bucket: { name: 'in' },
      object: { key: 'a', size: 7, sequencer: '00A1' },
      'source-ip-address': '192.0.2.1',
      reason: 'PutObject',
    },
  };
  const alike = {
    bucket: 'in',
    key: 'a',
    size: 7,
    time: '2026-01-05T12:00:00.000Z',
    region: 'eu-west-1',
    sourceIp: '192.0.2.1',
    origin: 'in\na\n00A1',
  };
  expect(readObjectNews({ Records: [notified] })).toEqual([
    { ...alike, type: 'ObjectCreated:Put', raw: notified },
  ]);
  expect(readObjectNews(told)).toEqual([{ ...alike, type: 'ObjectCreated:PutObject', raw: told }]);
});

test('an event without a bucket or a key is refused', () => {
  const problem = 'an S3 event without the name of a bucket and the key of an object';
  expect(readObjectNews({ ...event('a'), detail: {} })).toEqual([{ problem }]);
  expect(readObjectNews(event(''))).toEqual([{ problem }]);
});

test.each([
  null,
  7,
  'text',
  [],
  {},
  { Records: [] },
  { Records: [null] },
  { Records: [{ eventSource: 'aws:sqs' }] },
])('%j is not from S3', (json) => expect(readObjectNews(json)).toBeUndefined());

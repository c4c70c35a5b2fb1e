import {
  type CreatedObject,
  readObjectNews,
  requestsFor,
} from '../../../lambda/job-dispatcher/created-objects';
import { readRequests } from '../../../lambda/job-dispatcher/read-requests';

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
    expect(news).toEqual({ bucket: 'in', key: 'csv/a b+cé.csv', origin: 'in\ncsv/a b+cé.csv\n00A1' });
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

test.each([
  [event('a', 'Object Deleted'), 'S3 tells of Object Deleted; allowed: created objects'],
  [
    { Records: [record('a', 'ObjectRemoved:Delete')] },
    'S3 tells of ObjectRemoved:Delete; allowed: created objects',
  ],
  [{ ...event('a'), detail: {} }, 'an S3 event without the name of a bucket and the key of an object'],
])('%j is refused', (news, problem) => {
  expect(readObjectNews(news)).toEqual([{ problem }]);
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

describe('a trigger', () => {
  const request = { job_id: 'cmd/load', worker: 'core', parameters: { mode: 'fast' } };
  const object = (key: string, bucket = 'in'): CreatedObject => ({ bucket, key, origin: 'o' });

  test.each([
    [{ bucket: 'in' }, object('anything'), true],
    [{ bucket: 'in' }, object('anything', 'out'), false],
    [{ bucket: 'in', prefix: 'csv/' }, object('csv/a'), true],
    [{ bucket: 'in', prefix: 'csv/' }, object('CSV/a'), false],
    [{ bucket: 'in', suffix: '.csv' }, object('a.csv'), true],
    [{ bucket: 'in', suffix: '.csv' }, object('a.csv.gz'), false],
    [{ bucket: 'in', prefix: 'a.b', suffix: 'b.c' }, object('a.b.c'), false],
    [{ bucket: 'in', prefix: 'a.b', suffix: 'b.c' }, object('a.bb.c'), true],
  ])('%j and %j: %s', (rule, created, fits) => {
    expect(requestsFor(created, [{ ...rule, request }])).toHaveLength(fits ? 1 : 0);
  });

  test('adds bucket and key to the parameters', () => {
    expect(requestsFor(object('csv/a'), [{ bucket: 'in', request }])).toEqual([
      {
        place: 0,
        request: { ...request, parameters: { mode: 'fast', bucket: 'in', key: 'csv/a' } },
      },
    ]);
  });

  const triggers = [
    { bucket: 'in', prefix: 'csv/', request },
    { bucket: 'in', suffix: '.csv', request: { job_id: 'cmd/count', worker: 'gpu' } },
  ];
  const jobs = (from: unknown) =>
    readRequests(from, 'i', triggers).map(({ index, origin, value, problem }) => [
      index,
      origin,
      (value as { job_id: string } | undefined)?.job_id ?? problem,
    ]);
  const runs = [
    [0, 'in\ncsv/a.csv\n00A1/0', 'cmd/load'],
    [1, 'in\ncsv/a.csv\n00A1/1', 'cmd/count'],
  ];

  test.each<[string, unknown]>([
    ['a notification', { Records: [record('csv/a.csv')] }],
    ['EventBridge', event('csv/a.csv')],
    [
      'SNS',
      {
        Records: [
          {
            EventSource: 'aws:sns',
            Sns: { MessageId: 'm', Message: JSON.stringify({ Records: [record('csv/a.csv')] }) },
          },
        ],
      },
    ],
    [
      'SQS',
      { Records: [{ eventSource: 'aws:sqs', messageId: 'm', body: JSON.stringify(event('csv/a.csv')) }] },
    ],
  ])('runs the same, whether it hears of the object by %s', (_, from) => {
    expect(jobs(from)).toEqual(runs);
  });

  test('that nobody has set up is a problem that names the object', () => {
    expect(jobs(event('logs/a.txt'))).toEqual([
      [0, 'in\nlogs/a.txt\n00A1', 'no trigger for object "logs/a.txt" of bucket in'],
    ]);
  });
});

import type { ObjectEvent } from '../../../lambda/job-dispatcher/object-events';
import { readRequests } from '../../../lambda/job-dispatcher/read-requests';
import { triggeredRequests } from '../../../lambda/job-dispatcher/triggered-requests';
import type { JobTriggerRule } from '../../../lib/contract';

const RULE: JobTriggerRule = { bucket: 'in', jobs: ['cmd/load'], request: { worker: 'core' } };

const object = (given: Partial<ObjectEvent> = {}): ObjectEvent => ({
  bucket: 'in',
  key: 'csv/a.csv',
  type: 'ObjectCreated:Put',
  size: 2_000,
  time: '2026-01-05T12:00:00Z',
  raw: { awsRegion: 'eu-west-1' },
  origin: 'o',
  ...given,
});
const key = (text: string) => object({ key: text });

const jobsFor = (event: ObjectEvent, ...rules: Partial<JobTriggerRule>[]) =>
  triggeredRequests(
    event,
    rules.map((rule) => ({ ...RULE, ...rule })),
  ).map(({ value, problem }) => problem ?? (value as { job_id: string }).job_id);

const nobody = (event: ObjectEvent) =>
  `no trigger for ${event.type} of object ${JSON.stringify(event.key)} of bucket ${event.bucket}`;

test.each<[Partial<JobTriggerRule>, ObjectEvent, boolean]>([
  [{}, key('anything'), true],
  [{}, object({ bucket: 'out' }), false],
  [{}, object({ type: 'ObjectRemoved:Delete' }), false],
  [{ prefix: 'csv/' }, key('csv/a'), true],
  [{ prefix: 'csv/' }, key('CSV/a'), false],
  [{ suffix: '.csv' }, key('a.csv'), true],
  [{ suffix: '.csv' }, key('a.csv.gz'), false],
  [{ prefix: 'a.b', suffix: 'b.c' }, key('a.b.c'), false],
  [{ prefix: 'a.b', suffix: 'b.c' }, key('a.bb.c'), true],
])('a trigger %j is for %j: %s', (rule, event, isFor) => {
  expect(jobsFor(event, rule)).toEqual([isFor ? 'cmd/load' : nobody(event)]);
});

test.each<[Partial<JobTriggerRule>, ObjectEvent, boolean]>([
  [{ enabled: false }, object(), false],
  [{ enabled: true }, object(), true],
  [{ if: { name: ['*.txt', '*.csv'] } }, object(), true],
  [{ if: { name: ['csv'] } }, object(), false],
  [{ ifNot: { name: ['*/a.*'] } }, object(), false],
  [{ ifNot: { name: ['*/b.*'] } }, object(), true],
  [{ if: { largerThan: 1_999 } }, object(), true],
  [{ if: { largerThan: 2_000 } }, object(), false],
  [{ ifNot: { largerThan: 2_000 } }, object(), true],
  [{ if: { event: ['ObjectCreated:P*'] } }, object(), true],
  [{ if: { event: ['ObjectCreated:Copy'] } }, object(), false],
  [{ if: { event: ['ObjectRemoved:*'] } }, object({ type: 'ObjectRemoved:Delete' }), true],
  [{ ifNot: { event: ['*:Copy'] } }, object(), true],
  [{ ifNot: { event: ['*:Copy'] } }, object({ type: 'ObjectCreated:Copy' }), false],
  [{ if: { name: ['*.csv'], largerThan: 5_000 } }, object(), false],
  [{ ifNot: { name: ['*.txt'], largerThan: 5_000 } }, object(), true],
  [{ ifNot: { name: ['*.txt'], largerThan: 500 } }, object(), false],
])('conditions %j of %j: %s', (rule, event, wanted) => {
  expect(jobsFor(event, rule)).toEqual(wanted ? ['cmd/load'] : []);
});

test('a size that S3 does not tell is a problem where a condition asks for it', () => {
  const event = object({ size: undefined });
  const problem = 'S3 does not tell the size of csv/a.csv';
  expect(jobsFor(event, { if: { largerThan: 1 } })).toEqual([problem]);
  expect(jobsFor(event, { ifNot: { largerThan: 1 } })).toEqual([problem]);
  expect(jobsFor(event, { if: { name: ['*.txt'], largerThan: 1 } })).toEqual([]);
  expect(jobsFor(event, {})).toEqual(['cmd/load']);
});

test('each trigger that is for an object has each of its jobs run, whether other triggers want it or not', () => {
  const rules = [{ jobs: ['a', 'b'] }, { if: { name: ['x'] } }, { prefix: 'csv/', jobs: ['c'] }];
  expect(jobsFor(object(), ...rules)).toEqual(['a', 'b', 'c']);
  const origins = triggeredRequests(
    object(),
    rules.map((rule) => ({ ...RULE, ...rule })),
  ).map(({ origin }) => origin);
  expect(origins).toEqual(['o/0/0', 'o/0/1', 'o/2/0']);
});

describe('the request', () => {
  const requestOf = (rule: Partial<JobTriggerRule>, event = object()) => {
    const [request] = triggeredRequests(event, [{ ...RULE, ...rule }]);
    const { value, problem } = request!;
    return value ?? problem;
  };

  test('has bucket and key among its parameters, unless it has its own', () => {
    expect(requestOf({ request: { worker: 'core', parameters: { mode: 'fast', key: 'mine' } } })).toEqual({
      job_id: 'cmd/load',
      worker: 'core',
      parameters: { mode: 'fast', bucket: 'in', key: 'mine' },
    });
  });

  test("has templates of Liquid in every text, on the event's data", () => {
    const request = {
      worker: 'core',
      parameters: {
        uri: 's3://{{ bucket }}/{{ key }}',
        deep: [{ name: '{{ key | split: "/" | last }}' }, 7, null],
        day: '{{ info.event_time | date: "%Y/%m/%d" }}',
      },
      globals: { region: '{{ event.awsRegion }}', size: '{{ info.size | divided_by: 1000 }}KB' },
    };
    const event = object({ key: 'csv/"quoted".csv' });
    expect(requestOf({ jobs: ['load/{{ key | split: "/" | first }}'], request }, event)).toEqual({
      job_id: 'load/csv',
      worker: 'core',
      parameters: {
        bucket: 'in',
        key: 'csv/"quoted".csv',
        uri: 's3://in/csv/"quoted".csv',
        deep: [{ name: '"quoted".csv' }, 7, null],
        day: '2026/01/05',
      },
      globals: { region: 'eu-west-1', size: '2KB' },
    });
  });

  test('has texts as they are where they are no templates', () => {
    const request = { worker: 'core', parameters: { x: '{{ key }}' } };
    expect(requestOf({ template: false, request })).toMatchObject({ parameters: { x: '{{ key }}' } });
  });

  test.each([
    ['{{ kye }}', 'undefined variable: kye, line:1, col:4'],
    ['{{ info.source_ip }}', 'undefined variable: info.source_ip, line:1, col:4'],
    ['{{ key | nope }}', 'undefined filter: nope, line:1, col:1'],
    ['{{ key', 'output "{{ key" not closed, line:1, col:1'],
    ['{{ key.constructor }}', 'undefined variable: key.constructor, line:1, col:4'],
    ["{% include 'x' %}", 'tag "include" not found, line:1, col:1'],
    ['{% for i in (1..99999999) %}x{% endfor %}', 'memory alloc limit exceeded, line:1, col:1'],
  ])('is a problem when %s cannot be rendered', (x, problem) => {
    const told = requestOf({ request: { worker: 'core', parameters: { x } } });
    expect(told).toBe(`template ${JSON.stringify(x)}: ${problem}`);
  });
});

describe('by whatever way S3 tells', () => {
  const record = {
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: 'in' }, object: { key: 'csv/a.csv', sequencer: '00A1' } },
  };
  const event = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'in' }, object: { key: 'csv/a.csv', sequencer: '00A1' } },
  };
  const rules = [{ ...RULE, jobs: ['a', 'b'] }];
  const sns = { MessageId: 'm', Message: JSON.stringify({ Records: [record] }) };

  test.each<[string, unknown]>([
    ['a notification', { Records: [record] }],
    ['EventBridge', event],
    ['SNS', { Records: [{ EventSource: 'aws:sns', Sns: sns }] }],
    ['SQS', { Records: [{ eventSource: 'aws:sqs', messageId: 'm', body: JSON.stringify(event) }] }],
  ])('the runs are the same: %s', (_, from) => {
    const requests = readRequests(from, 'i', rules);
    expect(requests.map(({ index, origin, own }) => [index, origin, own])).toEqual([
      [0, 'in\ncsv/a.csv\n00A1/0/0', true],
      [1, 'in\ncsv/a.csv\n00A1/0/1', true],
    ]);
  });
});

import { readRequests } from '../../../lambda/job-dispatcher/read-requests';

const A = { job_id: 'a', worker: 'core' };
const B = { job_id: 'b', worker: 'gpu' };

const sns = (MessageId: string, Message: unknown) => ({
  EventSource: 'aws:sns',
  Sns: { MessageId, Message },
});
const sqs = (messageId: string, body: unknown) => ({ eventSource: 'aws:sqs', messageId, body });
const envelope = (MessageId: string, Message: string) =>
  JSON.stringify({ Type: 'Notification', TopicArn: 'arn', MessageId, Message });

test.each<[string, unknown, object[]]>([
  ['a direct request', A, [{ index: 0, origin: 'i/0', value: A }]],
  [
    'a direct list',
    [A, B],
    [
      { index: 0, origin: 'i/0', value: A },
      { index: 1, origin: 'i/1', value: B },
    ],
  ],
  ['an empty list', [], []],
  ['no event', null, [{ index: 0, origin: 'i/0', value: null }]],
  [
    'an EventBridge event',
    { id: 'e', source: 's', 'detail-type': 't', detail: [A, B] },
    [
      { index: 0, origin: 'e/0', value: A },
      { index: 1, origin: 'e/1', value: B },
    ],
  ],
  ['SNS', { Records: [sns('m', JSON.stringify(A))] }, [{ index: 0, origin: 'm/0', value: A }]],
  [
    'SNS with lines',
    { Records: [sns('m', '# nightly\n\na -w core\n  b -w gpu\n')] },
    [
      { index: 0, origin: 'm/0', value: A },
      { index: 1, origin: 'm/1', value: B },
    ],
  ],
  [
    'SQS',
    { Records: [sqs('m', JSON.stringify([A, B])), sqs('n', 'a -w core')] },
    [
      { index: 0, origin: 'm/0', sqsMessageId: 'm', value: A },
      { index: 1, origin: 'm/1', sqsMessageId: 'm', value: B },
      { index: 2, origin: 'n/0', sqsMessageId: 'n', value: A },
    ],
  ],
  [
    "SNS's envelope in SQS",
    { Records: [sqs('m', envelope('t', JSON.stringify(A)))] },
    [{ index: 0, origin: 't/0', sqsMessageId: 'm', value: A }],
  ],
])('%s', (_, event, requests) => {
  expect(readRequests(event, 'i')).toEqual(requests);
});

test.each([
  ['truncated JSON', sns('m', '{"job_id":"a","wor'), 'the message is not valid JSON'],
  ['an empty text', sns('m', ' \n# only a comment\n'), 'the message holds no request'],
  ['no text', sns('m', undefined), 'the message has no text'],
  ['a bad line', sqs('m', 'a -w'), 'option -w needs a value'],
  [
    'a record of another service',
    { eventSource: 'aws:kinesis' },
    'a record of aws:kinesis is not understood; allowed: aws:sns, aws:sqs, aws:s3',
  ],
  [
    'a record that is null',
    null,
    'a record of no event source is not understood; allowed: aws:sns, aws:sqs, aws:s3',
  ],
])('%s is a problem of that request alone', (_, record, problem) => {
  const requests = readRequests({ Records: [record, sns('good', JSON.stringify(A))] }, 'i');
  expect(requests.map((request) => request.problem)).toEqual([problem, undefined]);
  expect(requests[1]).toEqual({ index: 1, origin: 'good/0', value: A });
});

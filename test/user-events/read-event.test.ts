import { readEvent } from '../../lib/user-events/read-event';
import { ACTIVATION, activation, METRIC, metric } from './event';

const RUN = {
  type: 'run',
  namespace: 'guest',
  initiator: 'alice',
  action: 'pkg/hello',
  kind: 'nodejs:20',
  memory: 256,
  statusCode: 0,
  duration: 1500,
  waitTime: 40,
  initTime: 120,
  size: 512,
  userStatusCode: '404',
  time: 1_767_603_600_000,
};

test('an activation as OpenWhisk sends it is read whole', () => {
  expect(readEvent(JSON.stringify(ACTIVATION))).toEqual(RUN);
});

test("the sample of OpenWhisk's documentation is read, which its own parser refuses", () => {
  const sample = {
    body: {
      statusCode: 0,
      duration: 3,
      name: 'whisk.system/invokerHealthTestAction0',
      waitTime: 583915671,
      conductor: false,
      kind: 'nodejs:20',
      initTime: 0,
      memory: 256,
      causedBy: false,
    },
    eventType: 'Activation',
    source: 'invoker0',
    subject: 'whisk.system',
    timestamp: 1524476122676,
    userId: 'd0888ad5-5a92-435e-888a-d55a92935e54',
    namespace: 'whisk.system',
  };
  expect(readEvent(JSON.stringify(sample))).toMatchObject({
    type: 'run',
    namespace: 'whisk.system',
    action: 'invokerHealthTestAction0',
    size: undefined,
    userStatusCode: undefined,
  });
});

test('a metric event is read', () => {
  expect(readEvent(JSON.stringify(METRIC))).toEqual({
    type: 'limit',
    metric: 'ConcurrentRateLimit',
    initiator: 'alice',
    value: 1,
    time: 1_767_603_600_000,
  });
});

test('the body decides what an event is, whatever its type says', () => {
  expect(readEvent(activation({}, { eventType: 'Metric' })).type).toBe('run');
  expect(readEvent(metric({}, { eventType: 'Activation' })).type).toBe('limit');
});

test.each([
  ['a name that begins with a slash', { name: '/guest/hello' }, { namespace: 'guest', action: 'hello' }],
  ['no package', { name: 'guest/hello' }, { namespace: 'guest', action: 'hello' }],
  [
    'times that are absent',
    { duration: undefined, waitTime: null, initTime: undefined },
    { duration: 0, waitTime: 0, initTime: 0 },
  ],
  ['times below 0', { duration: -5, waitTime: -1, initTime: -7 }, { duration: 0, waitTime: 0, initTime: 0 }],
  ['no kind', { kind: undefined }, { kind: 'unknown' }],
  ['no memory', { memory: undefined }, { memory: 0 }],
  ['no size', { size: undefined }, { size: undefined }],
  ['size null', { size: null }, { size: undefined }],
  ['a status code of the action as text', { userDefinedStatusCode: '503' }, { userStatusCode: '503' }],
  [
    'a status code of the action that is no number',
    { userDefinedStatusCode: 'teapot' },
    { userStatusCode: '400' },
  ],
  ['a status code of the action out of range', { userDefinedStatusCode: 99999 }, { userStatusCode: '99999' }],
  ['a broken status code of the action', { userDefinedStatusCode: 1.5 }, { userStatusCode: '400' }],
  ['a cause that is a text', { causedBy: 'sequence' }, { action: 'pkg/hello' }],
  ['a field that nobody knows', { colour: 'red' }, { action: 'pkg/hello' }],
  ['quotes and line ends in a name', { name: 'guest/a"b\nc\\d' }, { action: 'a"b\nc\\d' }],
])('%s is taken', (_what, body, expected) => {
  expect(readEvent(activation(body))).toMatchObject({ type: 'run', ...expected });
});

test('an event without a timestamp has no time', () => {
  expect(readEvent(activation({}, { timestamp: undefined }))).toMatchObject({ time: undefined });
  expect(readEvent(activation({}, { timestamp: '2026-01-01' }))).toMatchObject({ time: undefined });
});

const long = 'x'.repeat(1_025);

test.each([
  ['no value', undefined, 'empty'],
  ['an empty value', '', 'empty'],
  ['more than 1 MiB', `"${'x'.repeat(1_048_576)}"`, 'too_large'],
  ['a cut-off event', activation().slice(0, -1), 'not_json'],
  ['text', 'hello', 'not_json'],
  ['brackets a million deep', '['.repeat(1_000_000), 'not_json'],
  ['a list', '[]', 'not_object'],
  ['null', 'null', 'not_object'],
  ['a number', '42', 'not_object'],
  ['no body', '{"namespace":"a"}', 'no_body'],
  ['a body that is a text', '{"namespace":"a","body":"b"}', 'no_body'],
  ['a body that is a list', '{"namespace":"a","body":[]}', 'no_body'],
  ['a body of neither kind', '{"namespace":"a","body":{}}', 'no_body'],
  ['no namespace', activation({}, { namespace: undefined }), 'bad_namespace'],
  ['an empty namespace', activation({}, { namespace: '' }), 'bad_namespace'],
  ['a namespace that is a number', activation({}, { namespace: 7 }), 'bad_namespace'],
  ['a namespace that is too long', activation({}, { namespace: long }), 'bad_namespace'],
  ['a namespace with half a character', activation({}, { namespace: 'a\ud800' }), 'bad_namespace'],
  ['a name without a namespace', activation({ name: 'hello' }), 'bad_name'],
  ['a name with an empty namespace', activation({ name: '//hello' }), 'bad_name'],
  ['a name without an action', activation({ name: 'guest/' }), 'bad_name'],
  ['a name that is an object', activation({ name: {} }), 'bad_name'],
  ['a name that is too long', activation({ name: `guest/${long}` }), 'bad_name'],
  ['a name with a NUL', activation({ name: 'guest/a\0b' }), 'bad_name'],
  ['no status code', activation({ statusCode: undefined }), 'bad_status'],
  ['status code 4', activation({ statusCode: 4 }), 'bad_status'],
  ['status code -1', activation({ statusCode: -1 }), 'bad_status'],
  ['status code 0.5', activation({ statusCode: 0.5 }), 'bad_status'],
  ['status code "0"', activation({ statusCode: '0' }), 'bad_status'],
  ['status code 1e99', activation({ statusCode: 1e99 }), 'bad_status'],
  ['a duration that is a text', activation({ duration: '3' }), 'bad_number'],
  ['a wait that is true', activation({ waitTime: true }), 'bad_number'],
  ['an init time that is a list', activation({ initTime: [] }), 'bad_number'],
  ['memory beyond every number', activation().replace('"memory":256', '"memory":1e999'), 'bad_number'],
  ['a size that is an object', activation({ size: {} }), 'bad_number'],
  ['a metric of another name', metric({ metricName: 'Weather' }), 'bad_metric'],
  ['a metric whose name is no text', metric({ metricName: 5 }), 'bad_metric'],
  ['a metric value that is a text', metric({ metricValue: 'many' }), 'bad_metric'],
  ['a metric value below 0', metric({ metricValue: -1 }), 'bad_metric'],
  [
    'a metric value beyond every number',
    metric().replace('"metricValue":1', '"metricValue":1e999'),
    'bad_metric',
  ],
])('%s is rejected', (_what, text, reason) => {
  expect(readEvent(text)).toEqual({ type: 'rejected', reason });
});

test('no event changes how the next one is read', () => {
  readEvent('{"__proto__":{"namespace":"evil"},"body":{"__proto__":{"name":"evil/evil"}}}');
  expect(readEvent('{"body":{}}')).toEqual({ type: 'rejected', reason: 'bad_namespace' });
});

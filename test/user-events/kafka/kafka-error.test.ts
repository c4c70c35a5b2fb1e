import { describeKafkaError } from '../../../lib/user-events/kafka/kafka-error';
import { UserEventsError } from '../../../lib/user-events/user-events-error';

const said = (error: unknown) => describeKafkaError(error, 'topic events at b:9092').message;

test('the reason is found below the errors that wrap it, once', () => {
  const refused = () =>
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9092'), { code: 'ECONNREFUSED' });
  const wrapped = new AggregateError(
    [new Error('cannot connect', { cause: refused() }), new Error('cannot connect', { cause: refused() })],
    'metadata failed 4 times',
  );
  expect(said(wrapped)).toBe('topic events at b:9092: connection refused');
});

test.each([
  [Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 'host name not found'],
  [new Error('Unknown topic events.'), 'there is no such topic'],
  [
    Object.assign(new Error('x'), { apiId: 'GROUP_AUTHORIZATION_FAILED' }),
    'not allowed to use the consumer group',
  ],
  [new Error('The sky fell down.'), 'The sky fell down'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
])('%p is said as: %s', (error, text) => {
  expect(said(error)).toBe(`topic events at b:9092: ${text}`);
});

test('errors in a circle come to an end', () => {
  const error = new Error('round');
  error.cause = error;
  expect(said(error)).toBe('topic events at b:9092: round');
});

test('an error of ours stays as it is', () => {
  const error = new UserEventsError('brokers: got none');
  expect(describeKafkaError(error, 'x')).toBe(error);
});

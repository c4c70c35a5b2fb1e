import { clientOptions, type KafkaOptions } from '../../../lib/user-events/kafka/kafka-options';
import { kafkaReader } from '../../../lib/user-events/kafka/kafka-reader';

const brokers = ['b-1.example:9098', '[::1]:9092'];

test('plain text without a user is what a local broker needs', () => {
  const options = clientOptions('me', { brokers });
  expect(options).toMatchObject({ clientId: 'me', bootstrapBrokers: brokers, autocreateTopics: false });
  expect(options).not.toHaveProperty('tls');
  expect(options).not.toHaveProperty('sasl');
});

test('blanks around the commas of a list do no harm', () => {
  expect(clientOptions('me', { brokers: 'a:1, b:2 '.split(',') }).bootstrapBrokers).toEqual(['a:1', 'b:2']);
});

test.each([
  ['plain', 'PLAIN'],
  ['scram-sha-256', 'SCRAM-SHA-256'],
  ['scram-sha-512', 'SCRAM-SHA-512'],
] as const)('auth %s is %s with the user and the password', (auth, mechanism) => {
  const options = clientOptions('me', { brokers, auth, tls: true, username: 'u', password: 'p' });
  expect(options).toMatchObject({ tls: {}, sasl: { mechanism, username: 'u', password: 'p' } });
});

test('a user name alone asks for plain', () => {
  expect(clientOptions('me', { brokers, username: 'u', password: 'p' })).toMatchObject({
    sasl: { mechanism: 'PLAIN' },
  });
});

test('auth iam is OAUTHBEARER over TLS, with a token made for each connection', () => {
  const { sasl, tls } = clientOptions('me', { brokers, auth: 'iam', region: 'eu-west-1' });
  expect(tls).toEqual({});
  expect(sasl).toMatchObject({ mechanism: 'OAUTHBEARER', token: expect.any(Function) });
});

test.each<[Partial<KafkaOptions>, string]>([
  [
    { brokers: [] },
    'brokers: got none, want host:port, several separated by commas; give --brokers or KAFKA_HOSTS',
  ],
  [
    { brokers: ['kafka'] },
    "brokers: got 'kafka', want host:port, several separated by commas; give --brokers or KAFKA_HOSTS",
  ],
  ...['kafka:0', 'kafka:99999', 'two kafkas:9092'].map((broker): [Partial<KafkaOptions>, string] => [
    { brokers: [broker] },
    `brokers: got '${broker}', want host:port, several separated by commas; give --brokers or KAFKA_HOSTS`,
  ]),
  [
    { brokers: ['http://kafka:9092'] },
    "brokers: got 'http://kafka:9092', want host:port, several separated by commas; give --brokers or KAFKA_HOSTS",
  ],
  [{ auth: 'plain' }, 'auth plain: got no user name; set KAFKA_USERNAME and KAFKA_PASSWORD'],
  [
    { auth: 'scram-sha-512', username: 'u' },
    'auth scram-sha-512: got no password; set KAFKA_USERNAME and KAFKA_PASSWORD',
  ],
  [{ auth: 'iam' }, 'auth iam: got no region; give --region or AWS_REGION'],
  [{ auth: 'iam', tls: false, region: 'x' }, 'auth iam: works over TLS only; leave tls on'],
])('%j is refused', (options, message) => {
  expect(() => clientOptions('me', { brokers, ...options })).toThrow(new Error(message));
});

test('a reader refuses options that cannot work before it is opened', () => {
  expect(() => kafkaReader({ brokers: [], topic: 'events', groupId: 'g', clientId: 'c' })).toThrow(
    'brokers: got none',
  );
});

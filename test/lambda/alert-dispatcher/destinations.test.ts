import { createDestinations, DestinationError } from '../../../lambda/alert-dispatcher/destinations';
import type { DispatchedChannel } from '../../../lib/contract';

const MINUTE = 60_000;

/** A parameter store with changing secrets, and a clock. */
function setUp(secrets: Record<string, string | undefined | Error>) {
  const reads: string[] = [];
  const clock = { now: 0 };
  const reader = (service: string) => async (name: string) => {
    reads.push(`${service} ${name}`);
    const secret = secrets[name];
    if (secret instanceof Error) throw secret;
    return secret;
  };
  const ports = { ssm: reader('ssm'), secretsManager: reader('secretsmanager'), now: () => clock.now };
  return { secrets, reads, clock, destinations: createDestinations(ports) };
}

const slack: DispatchedChannel = { kind: 'slack', target: 'ssm:/lava/dev/slack' };
const URL_A = 'https://hooks.slack.com/services/A';
const denied = Object.assign(new Error(`not authorised to read ${URL_A}`), { name: 'AccessDeniedException' });

test.each<[DispatchedChannel['kind'], string, object]>([
  ['slack', `${URL_A}\n`, { url: URL_A, key: 'none' }],
  ['webhook', '{"url":"https://a.example/x/"}', { url: 'https://a.example/x', key: 'none' }],
  ['pagerduty', 'R0UT1NG', { url: 'https://events.pagerduty.com', key: 'R0UT1NG' }],
  ['opsgenie', '{"key":"K"}', { url: 'https://api.opsgenie.com', key: 'K' }],
  [
    'opsgenie',
    '{"key":"K","url":"https://api.eu.opsgenie.com"}',
    { url: 'https://api.eu.opsgenie.com', key: 'K' },
  ],
  ['pagerduty', 'http://127.0.0.1:4701/pd', { url: 'http://127.0.0.1:4701/pd', key: 'none' }],
])('a %s secret %j', async (kind, secret, destination) => {
  const { destinations } = setUp({ '/x': secret });
  expect(await destinations.of({ kind, target: 'ssm:/x' })).toEqual(destination);
});

test('a secret is found where the target says', async () => {
  const { destinations, reads } = setUp({ '/p': URL_A, s: URL_A });
  await destinations.of({ kind: 'slack', target: 'ssm:/p' });
  await destinations.of({ kind: 'slack', target: 'secretsmanager:s' });
  expect(reads).toEqual(['ssm /p', 'secretsmanager s']);
});

test('a URL on the loopback host is its own destination', async () => {
  const { destinations, reads } = setUp({});
  const target = 'http://127.0.0.1:4701/slack';
  expect(await destinations.of({ kind: 'slack', target })).toEqual({ url: target, key: 'none' });
  expect(reads).toEqual([]);
});

test('a topic is its own destination, for Amazon Q alone', async () => {
  const { destinations, reads } = setUp({});
  const target = 'sns:arn:aws:sns:eu-west-1:123456789012:chat';
  expect(await destinations.of({ kind: 'amazonq', target })).toEqual({ url: target, key: 'none' });
  expect(reads).toEqual([]);
  await expect(destinations.of({ kind: 'slack', target })).rejects.toThrow('the target is not allowed');
});

test.each<[DispatchedChannel['kind'], string, string | undefined | Error, string]>([
  ['slack', 'ssm:/x', denied, 'ssm:/x cannot be read: AccessDeniedException'],
  ['slack', 'ssm:/x', undefined, 'ssm:/x is empty'],
  ['slack', 'ssm:/x', ' \n', 'ssm:/x is empty'],
  ['slack', 'ssm:/x', 'SECRET', 'ssm:/x holds no usable URL'],
  ['slack', 'ssm:/x', '{"url":7}', 'ssm:/x holds no usable URL'],
  ['pagerduty', 'ssm:/x', '{"key":7}', 'ssm:/x holds no usable key'],
  ['slack', URL_A, URL_A, 'the target is not allowed; allowed: ssm:/name, secretsmanager:name'],
  ['slack', 'SECRET', URL_A, 'the target is not allowed; allowed: ssm:/name, secretsmanager:name'],
])('%s at %s with %s is an error without the secret', async (kind, target, secret, message) => {
  const { destinations } = setUp({ '/x': secret });
  await expect(destinations.of({ kind, target })).rejects.toEqual(new DestinationError(message));
});

test('a secret is read once in five minutes', async () => {
  const { destinations, reads, clock } = setUp({ '/lava/dev/slack': URL_A });
  await destinations.of(slack);
  clock.now = 5 * MINUTE - 1;
  await destinations.of(slack);
  expect(reads).toHaveLength(1);
  clock.now = 5 * MINUTE;
  await destinations.of(slack);
  expect(reads).toHaveLength(2);
});

test('an old secret serves when it cannot be read again', async () => {
  const { destinations, secrets, clock } = setUp({ '/lava/dev/slack': URL_A });
  await destinations.of(slack);
  secrets['/lava/dev/slack'] = denied;
  clock.now = 6 * MINUTE;
  expect(await destinations.of(slack)).toEqual({ url: URL_A, key: 'none' });
});

test('a secret that is forgotten is read anew', async () => {
  const { destinations, secrets } = setUp({ '/lava/dev/slack': URL_A });
  await destinations.of(slack);
  secrets['/lava/dev/slack'] = 'https://hooks.slack.com/services/B';
  destinations.forget(slack);
  expect((await destinations.of(slack)).url).toBe('https://hooks.slack.com/services/B');
});

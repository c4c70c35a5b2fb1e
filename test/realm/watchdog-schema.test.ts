import { DISPATCHED_CHANNEL_KINDS } from '../../lib/contract';
import { config, file, mistakes, type Parts } from './realm-text';

const SLACK = '- slack: ssm:/lava/dev/slack';
const MAIL = '- email: oncall@example.com';

const watchdog = (parts: Parts) => config(file(parts)).watchdog;

test('it is on where the dispatcher serves a channel and somebody has an address', () => {
  expect(watchdog({ page: [MAIL, SLACK] })).toEqual({ everySeconds: 900, emails: ['oncall@example.com'] });
  expect(watchdog({ page: [MAIL] })).toBeUndefined();
  expect(watchdog({ page: [SLACK] })).toBeUndefined();
});

test('the word off switches it off', () => {
  expect(watchdog({ page: [MAIL, SLACK], top: ['watchdog: off'] })).toBeUndefined();
});

test('its own addresses go before those of the channels', () => {
  const top = [
    'watchdog: { every: 5m, emails: [b@example.com, b@example.com], deadMan: ssm:/lava/dead-man }',
  ];
  const expected = { everySeconds: 300, emails: ['b@example.com'], deadMan: 'ssm:/lava/dead-man' };
  expect(watchdog({ page: [MAIL, SLACK], top })).toEqual(expected);
  expect(watchdog({ page: [SLACK], top })).toEqual(expected);
});

test.each<[string, Parts, string]>([
  [
    'a realm that SNS serves alone',
    { top: ['watchdog: { every: 5m }'] },
    `2: watchdog: nothing to watch, got a map, allowed: with a channel that the alert dispatcher serves: ${DISPATCHED_CHANNEL_KINDS.join(', ')}`,
  ],
  [
    'nobody to tell',
    { top: ['watchdog: { every: 5m }'], page: [SLACK] },
    '2: watchdog.emails: missing, got nothing, allowed: addresses, since no severity has an e-mail channel',
  ],
  [
    'an empty list of addresses',
    { top: ['watchdog:', '  emails: []'], page: [SLACK] },
    '3: watchdog.emails: nobody to tell, got a list, allowed: at least one address',
  ],
  [
    'a bad address',
    { top: ['watchdog: { emails: [nobody] }'], page: [SLACK] },
    "2: watchdog.emails.0: not an email address, got 'nobody', allowed: an address such as oncall@example.com",
  ],
  [
    'an interval of seconds',
    { top: ['watchdog: { every: 90s }'], page: [MAIL, SLACK] },
    "2: watchdog.every: not a multiple of 1m, got '90s', allowed: a duration from 1m to 1d in steps of 1m, such as 1m or 1h30m",
  ],
  [
    'the URL of the dead man in the file, which is not repeated',
    { top: ['watchdog: { deadMan: https://hc-ping.com/uuid }'], page: [MAIL, SLACK] },
    '2: watchdog.deadMan: not a reference to a secret, got a value that is not shown here, allowed: ssm:/parameter/name or secretsmanager:name',
  ],
  [
    'an unknown key',
    { top: ['watchdog: { interval: 5m }'], page: [MAIL, SLACK] },
    "2: watchdog: unknown key, got 'interval', allowed: every, emails, deadMan",
  ],
  [
    'another word than off',
    { top: ['watchdog: on'], page: [MAIL, SLACK] },
    "2: watchdog: not a map, got 'on', allowed: every, emails, deadMan",
  ],
])('%s is refused', (_, parts, expected) => {
  expect(mistakes(file(parts))).toBe(`realms/dev.yaml:${expected}`);
});

test('a severity of the name of its topic is refused', () => {
  const text = file().replace('workers:', '  watchdog:\n    - email: a@example.com\nworkers:');
  expect(mistakes(text)).toBe(
    "realms/dev.yaml:5: alerts.watchdog: taken by the watchdog's own topic, got 'watchdog', allowed: another name",
  );
});

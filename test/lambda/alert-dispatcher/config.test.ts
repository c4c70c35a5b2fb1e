import { readConfig } from '../../../lambda/alert-dispatcher/config';
import { alertRecords } from '../../../lib/contract';

test('the environment names the channels of each topic and where records are', () => {
  const channels = { 'lava-dev-alerts-page': [{ kind: 'slack', target: 'ssm:/lava/dev/slack' }] };
  const records = alertRecords('dev');
  const env = {
    TILTMETER_REALM: 'dev',
    TILTMETER_SYSTEM: 'lava',
    ALERT_CHANNELS: JSON.stringify(channels),
    ALERT_RECORDS: JSON.stringify(records),
  };
  expect(readConfig(env)).toEqual({ channels, records, topicPrefix: 'lava-dev-alerts-' });
});

test('records are optional', () => {
  expect(readConfig({ TILTMETER_REALM: 'dev', ALERT_CHANNELS: '{}' }).records).toEqual([]);
});

test("a realm's record rules leave room in Lambda's 4 KB of environment", () => {
  expect(JSON.stringify(alertRecords('a_realm_abc', 'sixteen_letters_')).length).toBeLessThan(2_600);
});

const CHANNELS = 'ALERT_CHANNELS is not usable; it must be a JSON object, topic name to its channels';
const KINDS = 'allowed: slack, teams, pagerduty, opsgenie, amazonq, webhook';

test.each([
  [{}, CHANNELS],
  [{ ALERT_CHANNELS: '[]' }, CHANNELS],
  [{ ALERT_CHANNELS: '{"page":' }, CHANNELS],
  [{ ALERT_CHANNELS: '{"page":{}}' }, 'ALERT_CHANNELS: topic page has no list of channels'],
  [
    { ALERT_CHANNELS: '{"page":[{"kind":"fax","target":"ssm:/x"},{"kind":"slack"},null]}' },
    `ALERT_CHANNELS: topic page, channel 0: kind is "fax"; ${KINDS}; ` +
      'ALERT_CHANNELS: topic page, channel 1: target is missing; allowed: ssm:/name, secretsmanager:name; ' +
      `ALERT_CHANNELS: topic page, channel 2: kind is undefined; ${KINDS}`,
  ],
  [
    { ALERT_CHANNELS: '{}', ALERT_RECORDS: '[{"alarms":"a","logGroup":"b","pattern":"c"}]' },
    'ALERT_RECORDS is not usable; it must be a JSON list of { "alarms": [name, …], "logGroup", "pattern" }',
  ],
])('%j is refused', (env, problem) => {
  expect(() => readConfig(env)).toThrow(new Error(problem));
});

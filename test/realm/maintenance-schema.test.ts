import { compileMuteRule } from '../../lib/engine';
import { config, file, mistakes } from './realm-text';

const maintenance = (...lines: string[]) =>
  file({ top: ['maintenance:', ...lines.map((line) => `  ${line}`)] });

test('each time has a beginning, a length and a zone, and CloudWatch takes it', () => {
  const windows = config(
    maintenance(
      "- { cron: '0 2 * * SUN', for: 2h, zone: Australia/Sydney }",
      "- { cron: '30 22 1,15 JAN-MAR *', for: 1d }",
      '- { at: 2027-01-31T22:00, for: 90m }',
    ),
  ).maintenance;
  expect(windows).toEqual([
    { begins: 'cron(0 2 * * SUN)', forSeconds: 7_200, zone: 'Australia/Sydney' },
    { begins: 'cron(30 22 1,15 JAN-MAR *)', forSeconds: 86_400, zone: 'UTC' },
    { begins: 'at(2027-01-31T22:00)', forSeconds: 5_400, zone: 'UTC' },
  ]);
  for (const { begins, forSeconds, zone } of windows) {
    const rule = {
      name: 'm',
      alarmNames: [],
      expression: begins,
      timezone: zone,
      durationSeconds: forSeconds,
    };
    expect(() => compileMuteRule(rule)).not.toThrow();
  }
});

const CRON =
  'the fields of a cron expression: minute hour day-of-month month day-of-week, one of the two days a *, with * , - and names of days, such as 0 2 * * SUN';

test.each<[string, string, string]>([
  ...[
    '0 2 ? * SUN *',
    '0 2 * * 1',
    '0 2 1 * SUN',
    '0/5 2 * * *',
    '0 25 * * *',
    '0 2 * *',
    '0 2 30 FEB *',
  ].map((cron): [string, string, string] => [
    `cron ${cron}`,
    `- { cron: '${cron}', for: 2h }`,
    `maintenance.0.cron: not a cron expression of a mute rule, got '${cron}', allowed: ${CRON}`,
  ]),
  [
    'a day that does not exist',
    '- { at: 2027-02-30T22:00, for: 2h }',
    "maintenance.0.at: not a time, got '2027-02-30T22:00', allowed: a time such as 2027-01-31T22:00, without a zone",
  ],
  [
    'a time with a zone in it',
    '- { at: 2027-02-28T22:00Z, for: 2h }',
    "maintenance.0.at: not a time, got '2027-02-28T22:00Z', allowed: a time such as 2027-01-31T22:00, without a zone",
  ],
  ['no beginning', '- { for: 2h }', 'maintenance.0: no time, got a map, allowed: either cron or at'],
  [
    'two beginnings',
    "- { cron: '0 2 * * SUN', at: 2027-01-31T22:00, for: 2h }",
    'maintenance.0: two times, got a map, allowed: either cron or at',
  ],
  [
    'no length',
    "- { cron: '0 2 * * SUN' }",
    'maintenance.0.for: missing, got nothing, allowed: a duration from 1m to 15d in steps of 1m, such as 1m or 1h30m',
  ],
  [
    'a month',
    "- { cron: '0 2 * * SUN', for: 30d }",
    "maintenance.0.for: out of range, got '30d', allowed: a duration from 1m to 15d in steps of 1m, such as 1m or 1h30m",
  ],
  [
    'an unknown zone',
    "- { cron: '0 2 * * SUN', for: 2h, zone: '+10:00' }",
    "maintenance.0.zone: not a time zone, got '+10:00', allowed: a name such as Australia/Sydney or UTC",
  ],
  [
    'an unknown key',
    "- { cron: '0 2 * * SUN', for: 2h, timezone: UTC }",
    "maintenance.0: unknown key, got 'timezone', allowed: cron, at, for, zone",
  ],
])('%s is refused', (_, line, expected) => {
  expect(mistakes(maintenance(line))).toBe(`realms/dev.yaml:3: ${expected}`);
});

test('one time for a list is refused', () => {
  expect(mistakes(file({ top: ["maintenance: { cron: '0 2 * * SUN', for: 2h }"] }))).toBe(
    'realms/dev.yaml:2: maintenance: not a list, got a map, allowed: a list of times',
  );
});

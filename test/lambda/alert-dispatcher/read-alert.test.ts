import { facts, headline, links } from '../../../lambda/alert-dispatcher/alert-text';
import { readAlert } from '../../../lambda/alert-dispatcher/read-alert';
import vectors from '../../vectors/alerts.json';

const ORIGIN = {
  severity: 'page',
  id: 'message-1',
  at: Date.parse('2026-01-05T09:00:00Z'),
  topicArn: 'arn:aws:sns:us-east-1:111111111111:lava-dev-alerts-page',
};

const ALARM = {
  AlarmName: 'lava-dev-core-heartbeat',
  AlarmArn: 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:lava-dev-core-heartbeat',
  NewStateValue: 'ALARM',
  StateChangeTime: '2022-08-26T03:46:29.897+0000',
};

function told(alert: ReturnType<typeof readAlert>): string[] {
  return [
    headline(alert),
    ...(alert.details?.split('\n') ?? []),
    ...facts(alert).map(({ label, text }) => `${label}: ${text}`),
    ...links(alert).map(({ title, url }) => `${title}: ${url}`),
  ];
}

test.each(vectors.messages.map((message) => [message.name, message] as const))(
  '%s is told in full',
  (_, { message, subject, told: expected, key }) => {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    const alert = readAlert(text, { ...ORIGIN, subject });
    expect(told(alert)).toEqual(expected);
    expect(alert.key).toBe(key);
  },
);

test.each(vectors.reasons)('the value in "$reason" is $value', ({ reason, value }) => {
  const alert = readAlert({ ...ALARM, NewStateReason: reason }, ORIGIN);
  expect(alert.value ?? null).toBe(value);
  expect(alert.reason).toBe(reason.replace(/arn:.*:alarm:/, ''));
});

test('an event object reads like its text', () => {
  expect(readAlert(ALARM, ORIGIN)).toEqual(readAlert(JSON.stringify(ALARM), ORIGIN));
});

test('what to do first is told of a failure, and not of its end', () => {
  const AlarmDescription = 'core is silent\nsince when its log says\nFirst: look at its machines';
  const details = (NewStateValue: string) =>
    readAlert({ ...ALARM, AlarmDescription, NewStateValue }, ORIGIN).details;
  expect(details('ALARM')).toBe('since when its log says\nFirst: look at its machines');
  expect(details('OK')).toBe('since when its log says');
});

test('ALARM and OK of an alarm have one key and two ids; the same change has one id', () => {
  const alarm = readAlert(ALARM, ORIGIN);
  const again = readAlert(ALARM, { ...ORIGIN, id: 'message-2', at: 0 });
  const ok = readAlert({ ...ALARM, NewStateValue: 'OK' }, ORIGIN);
  expect(again.id).toBe(alarm.id);
  expect(ok.key).toBe(alarm.key);
  expect(ok.id).not.toBe(alarm.id);
});

test('two changes of one moment have two ids when their reasons differ', () => {
  const ids = ['a', 'b'].map((NewStateReason) => readAlert({ ...ALARM, NewStateReason }, ORIGIN).id);
  expect(ids[0]).not.toBe(ids[1]);
});

test('states that are not known are paired with nothing', () => {
  const keys = ['PAUSED', 'RESUMED'].map(
    (NewStateValue) => readAlert({ ...ALARM, NewStateValue }, ORIGIN).key,
  );
  expect(keys[0]).not.toBe(keys[1]);
});

test('equal texts have one key, and an id for each message', () => {
  const one = readAlert('disk is full', ORIGIN);
  const other = readAlert('disk is full', { ...ORIGIN, id: 'message-2' });
  expect(other.key).toBe(one.key);
  expect(other.id).not.toBe(one.id);
});

test("an ARN that is longer than PagerDuty's key becomes a digest", () => {
  const long = { ...ALARM, AlarmArn: `${ALARM.AlarmArn}${'x'.repeat(255)}` };
  expect(readAlert(long, ORIGIN).key).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ['Runbook: https://a.example/x', 'https://a.example/x'],
  ['runbook :https://a.example/x  ', 'https://a.example/x'],
  ['Runbook: http://a.example/x', undefined],
  ['Runbook: javascript:alert(1)', undefined],
  ['Runbook: https://a.example/x and more', undefined],
  ['Runbook: https://[bad', undefined],
])('the line %j links to %s', (line, runbook) => {
  const alert = readAlert({ ...ALARM, AlarmDescription: `silent\n${line}` }, ORIGIN);
  expect(alert.runbook).toBe(runbook);
  expect(alert.title).toBe('silent');
  expect(alert.details).toBe(runbook ? undefined : line.trim());
});

test('a text in a message is never a runbook', () => {
  expect(readAlert('silent\nRunbook: https://a.example/x', ORIGIN).runbook).toBeUndefined();
});

test.each([
  ['arn:aws:cloudwatch:us-east-1.evil.example/:111111111111:alarm:a', undefined],
  ['arn:evil:cloudwatch:us-east-1:111111111111:alarm:a', undefined],
  [
    'arn:aws-us-gov:cloudwatch:us-gov-west-1:111111111111:alarm:a',
    'https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#alarmsV2:alarm/lava-dev-core-heartbeat',
  ],
])('the console link of %s is %s', (AlarmArn, link) => {
  expect(readAlert({ ...ALARM, AlarmArn }, { ...ORIGIN, topicArn: undefined }).console).toBe(link);
});

test.each([
  ['text', 'x'.repeat(262_144)],
  ['lines', 'x\n'.repeat(131_072)],
  [
    'an alarm',
    JSON.stringify({ ...ALARM, AlarmDescription: 'd'.repeat(130_000), NewStateReason: 'r'.repeat(130_000) }),
  ],
  ['JSON', JSON.stringify({ a: 'x'.repeat(262_000) })],
  ['nested JSON', `${'['.repeat(131_072)}${']'.repeat(131_072)}`],
  [
    'a nested field',
    `{"AlarmName":"a","NewStateValue":"ALARM","NewStateReason":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  ],
  [
    'a nested name',
    `{"AlarmName":"a","NewStateValue":"ALARM","Trigger":{"MetricName":"m","Namespace":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  ],
  ['half characters', '\ud83d'.repeat(100_000)],
])('256 KB of %s become a short alert', (_, message) => {
  const alert = readAlert(message, ORIGIN);
  expect(alert.title).not.toBe('');
  expect(alert.title.length).toBeLessThanOrEqual(250);
  expect(JSON.stringify(alert).length).toBeLessThan(12_000);
});

test('control characters and marks that turn the reading direction are left out', () => {
  const AlarmDescription = 'a\u0000b\u001b[31mc\u202Egpj.exe\u2066\r\nsecond\tline\u2028third';
  const alert = readAlert({ ...ALARM, AlarmDescription, AlarmName: 'x\ny' }, ORIGIN);
  expect(alert.title).toBe('ab[31mcgpj.exe');
  expect(alert.details).toBe('second\tline\nthird');
  expect(alert.alarm).toBe('x y');
});

test('a text is cut between characters, not within one', () => {
  const alert = readAlert({ ...ALARM, AlarmDescription: `${'x'.repeat(248)}😀😀` }, ORIGIN);
  expect(alert.title).toBe(`${'x'.repeat(248)}…`);
});

test('a description of one line of 1,024 characters is told whole', () => {
  const description = `${'x'.repeat(1_000)} the end of the world 12`;
  const { title, details } = readAlert({ ...ALARM_OF_TESTS, AlarmDescription: description }, ORIGIN);
  expect(title).toBe(`${'x'.repeat(249)}…`);
  expect(details).toBe(description);
});

test.each([
  [{ title: 'Port scan from i-0a' }, 'GuardDuty Finding: Port scan from i-0a'],
  [{ eventName: 'DeleteTrail' }, 'GuardDuty Finding: DeleteTrail'],
  [{ lastStatus: 'STOPPED', stoppedReason: 'Task failed' }, 'GuardDuty Finding: Task failed'],
  [
    { eventDescription: [{ language: 'en_US', latestDescription: 'Slow volumes' }] },
    'GuardDuty Finding: Slow volumes',
  ],
  [{ findings: [{ Title: 'S3.1 is off' }] }, 'GuardDuty Finding: S3.1 is off'],
  [{ findings: 'none', eventDescription: [] }, 'GuardDuty Finding'],
  [{ title: 7, summary: ' ' }, 'GuardDuty Finding'],
  [undefined, 'GuardDuty Finding'],
])('an event of EventBridge is named by its kind and what its detail tells: %j', (detail, title) => {
  const event = { 'detail-type': 'GuardDuty Finding', source: 'aws.guardduty', detail };
  expect(readAlert(JSON.stringify(event), ORIGIN)).toMatchObject({ state: 'MESSAGE', title, alarm: title });
  expect(readAlert(event, { ...ORIGIN, subject: 'mine' }).title).toBe('mine');
});

test('an anomaly detection alarm demands something of what it watches, not of its band', () => {
  const Metric = { MetricName: 'Invocations', Namespace: 'AWS/Lambda', Dimensions: [] };
  const Metrics = [
    { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', ReturnData: true },
    { Id: 'm1', MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: true },
  ];
  const Trigger = { Metrics, ThresholdMetricId: 'ad1', ComparisonOperator: 'GreaterThanUpperThreshold' };
  expect(readAlert({ ...ALARM_OF_TESTS, Trigger }, ORIGIN).condition).toBe(
    'sum of AWS/Lambda/Invocations above its band',
  );
});

test('a link loses its user and password, wherever it stands', () => {
  const AlarmDescription =
    'see https://user:hush@db.example.com/x?mail=a@b\nRunbook: https://me:h@sh@wiki.example.com/a';
  const alert = readAlert(
    { ...ALARM_OF_TESTS, AlarmDescription, NewStateReason: 'postgres://app:hush@10.0.0.1/db is away' },
    ORIGIN,
  );
  expect(alert).toMatchObject({
    title: 'see https://db.example.com/x?mail=a@b',
    runbook: 'https://wiki.example.com/a',
    reason: 'postgres://10.0.0.1/db is away',
  });
  expect(readAlert('amqp://u:hush@mq/ is away', ORIGIN).title).toBe('amqp://mq/ is away');
});

const ALARM_OF_TESTS = { AlarmName: 'a', NewStateValue: 'ALARM', OldStateValue: 'OK' };

import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { isCanary } from '../../../lambda/alert-dispatcher/canary';
import { AlertDispatcher, AlertTopic, Watchdog, type WatchdogProps } from '../../../lib/constructs';
import type { CanaryLogLine } from '../../../lib/contract';
import { simulate } from '../../../lib/engine';
import { runChecks } from '../../../lib/rehearsal';
import { modelOf, newStack } from '../rehearsed-stack';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');

function watched(props: Partial<WatchdogProps> = {}) {
  const stack = newStack();
  const topics = ['page', 'ticket'].map(
    (severity) =>
      new AlertTopic(stack, severity, { realm: 'dev', severity, emails: ['a@example.com'], watched: true }),
  );
  const dispatcher = new AlertDispatcher(stack, 'Dispatcher', {
    realm: 'dev',
    routes: topics.map((topic) => ({ topic, channels: [{ kind: 'slack', target: 'ssm:/slack' }] })),
    deadMan: 'secretsmanager:dead-man',
  });
  new Watchdog(stack, 'Watchdog', { realm: 'dev', topics, dispatcher, emails: ['b@example.com'], ...props });
  return stack;
}

const stack = watched();
const template = Template.fromStack(stack);
const model = modelOf(stack);

const receipt = (severity: string, minute: number, ready = true): CanaryLogLine => ({
  type: 'canary',
  severity,
  since: new Date(START + minute * MINUTE).toISOString(),
  ready,
});

/** Minutes after the start at which alarms change, for the receipts that the dispatcher writes. */
function play(
  hours: number,
  receipts: readonly (readonly [minute: number, line: CanaryLogLine])[],
): string[] {
  const signals = receipts.map(([minute, line]) => ({
    type: 'log' as const,
    timestamp: START + minute * MINUTE,
    logGroupName: '/aws/lambda/lava-dev-alert-dispatcher',
    logStreamName: '2026/01/01/[$LATEST]0',
    message: JSON.stringify(line),
  }));
  const { transitions } = simulate(model, signals, { start: START, end: START + hours * 60 * MINUTE });
  return transitions.map(
    ({ at, alarmName, to }) => `${Math.floor((at - START) / MINUTE)} ${alarmName} ${to}`,
  );
}

/** A receipt every quarter of an hour from the first minute on, a little late now and then. */
const receipts = (severity: string, until: number, ready?: boolean) =>
  Array.from({ length: until / 15 }, (_, n) => 1 + n * 15 + (n % 3)).map(
    (minute) => [minute, receipt(severity, minute, ready)] as const,
  );

test('receipts keep it quiet, from the first deployment on', () => {
  expect(play(6, [...receipts('page', 360), ...receipts('ticket', 360)])).toEqual([
    '2 lava-dev-watchdog-page OK',
    '2 lava-dev-watchdog-ticket OK',
  ]);
});

test('it alarms within 36 minutes after the last receipt of a severity, whatever the others do', () => {
  const changes = play(6, [...receipts('page', 120), ...receipts('ticket', 360)]);
  expect(changes.slice(2)).toEqual(['142 lava-dev-watchdog-page ALARM']);
});

test('one lost canary is no alarm, and two are', () => {
  for (const [count, changes] of [
    [1, 2],
    [2, 4],
  ]) {
    const lost = receipts('page', 360).filter((_, n) => n < 9 || n >= 9 + count!);
    expect(play(6, [...lost, ...receipts('ticket', 360)])).toHaveLength(changes!);
  }
});

test('a receipt that says that a secret cannot be read does not count', () => {
  const changes = play(3, [...receipts('page', 180, false), ...receipts('ticket', 180)]);
  expect(changes).toContain('35 lava-dev-watchdog-page ALARM');
});

test('a canary is sent to each topic, and is one', () => {
  const schedules = Object.values(template.findResources('AWS::Scheduler::Schedule'));
  expect(schedules.map(({ Properties }) => Properties.ScheduleExpression)).toEqual([
    'rate(15 minutes)',
    'rate(15 minutes)',
  ]);
  for (const { Properties } of schedules) {
    expect(isCanary(Properties.Target.Input)).toBe(true);
    expect(JSON.parse(Properties.Target.Input)).toMatchObject({
      AlarmName: 'lava-dev-watchdog',
      TiltmeterCanary: '<aws.scheduler.scheduled-time>',
    });
  }
});

test('people get no canary by e-mail, and the alarms of the watchdog go past the dispatcher', () => {
  const subscriptions = Object.values(template.findResources('AWS::SNS::Subscription')).map(
    ({ Properties: { Protocol, Endpoint, FilterPolicy, FilterPolicyScope, TopicArn } }) =>
      Protocol === 'sqs' ? [TopicArn.Ref, FilterPolicy] : [Endpoint, FilterPolicyScope, FilterPolicy],
  );
  const mailed = ['a@example.com', 'MessageBody', { TiltmeterCanary: [{ exists: false }] }];
  expect(subscriptions).toEqual([
    mailed,
    mailed,
    ['pageC5A43C11', undefined],
    ['ticket5323B8FA', undefined],
    ['b@example.com', undefined, undefined],
  ]);
  for (const { alarmName, alarmActions } of model.alarms) {
    expect([alarmName, alarmActions]).toEqual([
      alarmName,
      ['arn:aws:sns:eu-west-1:123456789012:lava-dev-alerts-watchdog'],
    ]);
  }
  template.resourceCountIs('AWS::KMS::Key', 3);
});

test('its parts fit together', () => {
  expect(runChecks(model).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('the URL of the dead man outside is a secret that the dispatcher reads', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { ALERT_DEAD_MAN: 'secretsmanager:dead-man' } },
  });
  expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).toContain('secret:dead-man-??????');
});

test.each<[string, Partial<WatchdogProps>, string]>([
  ['no topic', { topics: [] }, 'topics: none, allowed: at least one'],
  ['no address', { emails: [] }, 'emails: none, allowed: at least one, or nobody is told'],
  [
    'an interval of seconds',
    { every: Duration.seconds(90) },
    'every: not usable, got 1m30s, allowed: whole minutes from 1m to 1d',
  ],
])('%s is refused', (_, props, message) => {
  expect(() => watched(props)).toThrow(`Test/Watchdog: ${message}`);
});

test('a topic whose canaries people would get, or that the dispatcher does not listen to, is refused', () => {
  const stack = newStack();
  const topicOf = (severity: string, watched: boolean) =>
    new AlertTopic(stack, severity, { realm: 'dev', severity, watched });
  const [page, ticket, other] = [topicOf('page', true), topicOf('ticket', false), topicOf('other', true)];
  const dispatcher = new AlertDispatcher(stack, 'Dispatcher', {
    realm: 'dev',
    routes: [page, ticket].map((topic) => ({ topic, channels: [{ kind: 'slack', target: 'ssm:/slack' }] })),
  });
  const watchdog = (id: string, topic: AlertTopic) => () =>
    new Watchdog(stack, id, { realm: 'dev', topics: [page, topic], dispatcher, emails: ['b@example.com'] });
  expect(watchdog('A', ticket)).toThrow(
    "Test/A: topics: people would get the canaries, got 'ticket', allowed: topics made with watched: true",
  );
  expect(watchdog('B', other)).toThrow(
    "Test/B: topics: nobody would write receipts, got 'other', allowed: topics that the dispatcher has a route of",
  );
});

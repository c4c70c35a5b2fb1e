import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { readAlert } from '../../lambda/alert-dispatcher/read-alert';
import { AlertRouting, HeartbeatMonitor, JobMonitor, RealmLogs } from '../../lib/constructs';
import { modelOf, newStack } from './rehearsed-stack';

const stack = newStack();
const page = new Topic(stack, 'Page');
const ticket = new Topic(stack, 'Ticket');

const arns = (routing: AlertRouting, severity: string) =>
  routing.actionsFor(stack, severity).map((action) => action.bind(stack, undefined as never).alarmActionArn);

test('each severity has its topic', () => {
  const routing = AlertRouting.to({ page, ticket });
  expect(arns(routing, 'page')).toEqual([page.topicArn]);
  expect(arns(routing, 'ticket')).toEqual([ticket.topicArn]);
});

test('a ticket goes to page when there is no other topic', () => {
  expect(arns(AlertRouting.to({ page }), 'ticket')).toEqual([page.topicArn]);
});

test('a severity without a topic is refused', () => {
  expect(() => arns(AlertRouting.to({ page, ticket }), 'info')).toThrow(
    "Test: no topic for this severity, got 'info', allowed: page, ticket",
  );
  expect(() => arns(AlertRouting.to({}), 'page')).toThrow(
    "Test: no topic for this severity, got 'page', allowed: none",
  );
});

test('silence has no actions, and a reason', () => {
  expect(arns(AlertRouting.silent('a sandbox that nobody uses'), 'page')).toEqual([]);
  expect(() => AlertRouting.silent(' ')).toThrow(
    'AlertRouting.silent: no reason, allowed: why nobody is to be told',
  );
});

test('every alarm says where its runbook is, and an alert links to it', () => {
  const stack = newStack();
  const topic = new Topic(stack, 'Topic');
  const alerts = AlertRouting.to(
    { page: topic },
    { runbook: 'https://wiki.example.com/runbooks/{alarm}?v=1' },
  );
  new JobMonitor(stack, 'Job', { realm: 'dev', job: 'cmd/nightly', alerts });
  const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
  new HeartbeatMonitor(stack, 'Heartbeat', { realm: 'dev', worker: 'core', logGroup, alerts });
  const { alarms, compositeAlarms } = modelOf(stack);
  const told = [...alarms, ...compositeAlarms].filter(({ alarmActions }) => alarmActions.length > 0);
  expect(told.map(({ alarmName }) => alarmName).sort()).toEqual([
    'lava-dev-core-heartbeat',
    'lava-dev-core-zombie',
    'lava-dev-job-cmd/nightly-failed',
  ]);
  for (const { alarmName, alarmDescription } of told) {
    const runbook = `https://wiki.example.com/runbooks/${encodeURIComponent(alarmName)}?v=1`;
    const notification = { AlarmName: alarmName, AlarmDescription: alarmDescription, NewStateValue: 'ALARM' };
    const alert = readAlert(notification, { severity: 'page', id: '1', at: 0 });
    expect(alert).toMatchObject({ runbook, title: expect.stringMatching(/\.$/) });
    expect(alert.details).toBeUndefined();
  }
});

test.each(['http://wiki.example.com', 'wiki', 'https://wiki.example.com/a b', 'javascript:alert(1)'])(
  'the runbook %s is refused',
  (runbook) => {
    expect(() => AlertRouting.to({}, { runbook })).toThrow(
      `AlertRouting.to: runbook: not a link, got '${runbook}', allowed: an https link of up to 500 characters such as https://wiki.example.com/{alarm}`,
    );
  },
);

describe('a guide by the names of alarms', () => {
  const guide = (alarmName: string) =>
    alarmName === 'lava-dev-core-dlq' ? { kind: 'worker-dlq', first: 'See them.' } : undefined;

  test('says what to do first where there is no runbook, of what it knows and as long as there is room', () => {
    const alerts = AlertRouting.to({}, { guide, alarmPrefix: 'x-' });
    expect(alerts.describe('x-lava-dev-core-dlq', 'Dead letters.')).toBe('Dead letters.\nFirst: See them.');
    expect(alerts.describe('x-other', 'Other.')).toBe('Other.');
    expect(alerts.describe('x-lava-dev-core-dlq', 'x'.repeat(1020))).toBe('x'.repeat(1020));
  });

  test('gives a runbook the kind of the alarm; of an unknown one it is the name', () => {
    const alerts = AlertRouting.to({}, { guide, runbook: 'https://wiki.example.com/alarms#{kind}' });
    expect(alerts.describe('lava-dev-core-dlq', 'Dead letters.')).toBe(
      'Dead letters.\nRunbook: https://wiki.example.com/alarms#worker-dlq',
    );
    expect(alerts.describe('mine', 'Mine.')).toBe('Mine.\nRunbook: https://wiki.example.com/alarms#mine');
  });
});

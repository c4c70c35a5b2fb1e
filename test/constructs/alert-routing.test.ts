import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AlertRouting } from '../../lib/constructs';
import { newStack } from './rehearsed-stack';

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

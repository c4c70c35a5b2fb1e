import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { FleetMetrics } from '../../../lib';
import { simulate } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const START = Date.parse('2026-01-05T09:00:00Z');
const MINUTE = 60_000;

/** When the backlog per instance is above 10, for a queue of 40 messages and so many machines each minute. */
function alarmed(machines: readonly (number | undefined)[]): string[] {
  const stack = newStack();
  const fleet = AutoScalingGroup.fromAutoScalingGroupName(stack, 'Group', 'lava-dev-core');
  const queue = Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:123456789012:lava-dev-core');
  new FleetMetrics({ fleet, queue }).backlogPerInstance.createAlarm(stack, 'Alarm', {
    alarmName: 'backlog',
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 10,
    evaluationPeriods: 1,
  });
  const datum = (namespace: string, metricName: string, dimensions: Record<string, string>) =>
    machines.map((count, minute) => ({
      type: 'metric' as const,
      namespace,
      metricName,
      dimensions,
      timestamp: START + minute * MINUTE,
      value: namespace === 'AWS/SQS' ? 40 : (count ?? Number.NaN),
    }));
  const signals = [
    ...datum('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: 'lava-dev-core' }),
    ...datum('AWS/AutoScaling', 'GroupInServiceInstances', { AutoScalingGroupName: 'lava-dev-core' }),
  ].filter(({ value }) => !Number.isNaN(value));
  const end = START + machines.length * MINUTE + 50_000;
  const { transitions } = simulate(modelOf(stack), signals, { start: START, end, states: { backlog: 'OK' } });
  return transitions.map(({ at, to }) => `${Math.floor((at - START) / MINUTE)} ${to}`);
}

test('forty messages are ten for each of four machines, and twenty for each of two', () => {
  expect(alarmed([4, 4, 4, 2, 2, 4, 4])).toEqual(['4 ALARM', '6 OK']);
});

test('with nobody in service, or nobody known, the whole queue is the backlog', () => {
  expect(alarmed([4, 4, 0, 0, 4, 4])).toEqual(['3 ALARM', '5 OK']);
  expect(alarmed([undefined, undefined, undefined])).toEqual(['1 ALARM']);
});

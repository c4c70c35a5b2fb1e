import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { CfnParameter, Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { LogGroup, LogGroupClass } from 'aws-cdk-lib/aws-logs';
import {
  AlertRouting,
  HeartbeatMonitor,
  HostMonitor,
  JobDispatcher,
  LambdaMonitor,
  QueueMonitor,
} from '../../lib';
import { newStack } from './rehearsed-stack';

const alerts = AlertRouting.silent('a test');
const worker = { realm: 'dev', worker: 'core', alerts };

test('limits that the deployment knows are taken, and told in the description', () => {
  const stack = newStack();
  const limit = new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber;
  const fleet = AutoScalingGroup.fromAutoScalingGroupName(stack, 'Group', 'group');
  new QueueMonitor(stack, 'Queue', { ...worker, depth: limit });
  new HostMonitor(stack, 'Host', { ...worker, fleet, memory: limit });
  const template = Template.fromStack(stack);
  for (const [name, words] of [
    ['lava-dev-core-queue-depth', 'More than '],
    ['lava-dev-core-memory', 'A machine of worker core in realm dev has more than '],
  ]) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: name,
      Threshold: { Ref: 'Limit' },
      AlarmDescription: { 'Fn::Join': ['', [words, { Ref: 'Limit' }, Match.anyValue()]] },
    });
  }
});

test('a time that only the deployment knows, or of half a second, is refused', () => {
  const stack = newStack();
  const seconds = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
  const queue = (id: string, oldest: Duration) => () => new QueueMonitor(stack, id, { ...worker, oldest });
  expect(queue('A', Duration.seconds(seconds))).toThrow(
    'Test/A: oldest: known at deployment only, allowed: a Duration of a number',
  );
  expect(queue('B', Duration.millis(1_500))).toThrow(
    'Test/B: oldest: not whole seconds, got 1.5s, allowed: whole seconds',
  );
});

test('processes are counted in whole numbers', () => {
  const stack = newStack();
  const logGroup = new LogGroup(stack, 'Logs');
  const monitor = (id: string, props: object) => () =>
    new HeartbeatMonitor(stack, id, { ...worker, logGroup, ...props });
  expect(monitor('A', { minInstances: -1 })).toThrow(
    'Test/A: minInstances: too few, got -1, allowed: 0 or more',
  );
  expect(monitor('B', { minInstances: 2, processesPerInstance: 0 })).toThrow(
    'Test/B: processesPerInstance: too few, got 0, allowed: 1 or more',
  );
  expect(monitor('C', { bootTime: Duration.minutes(3) })).toThrow(
    'Test/C: bootTime: of a fleet that is never empty, allowed: with scalesToZero',
  );
});

test('a group that takes no metric filters counts nothing', () => {
  const stack = newStack();
  const logGroup = new LogGroup(stack, 'Logs', { logGroupClass: LogGroupClass.INFREQUENT_ACCESS });
  const problem =
    'logGroup: of a class that takes no metric filters, got INFREQUENT_ACCESS, allowed: STANDARD';
  expect(() => new HeartbeatMonitor(stack, 'Heartbeat', { ...worker, logGroup })).toThrow(problem);
  const { queue } = new QueueMonitor(stack, 'Queue', worker);
  const jobs = new JobDispatcher(stack, 'Jobs', { realm: 'dev', queues: { core: queue } });
  const monitor = { name: 'jobs', function: jobs.function, alerts, logGroup, errorPattern: 'ERROR' };
  expect(() => new LambdaMonitor(stack, 'Monitor', monitor)).toThrow(`Test/Monitor: ${problem}`);
});

test('a queue of a worker outside the grammar is refused', () => {
  const stack = newStack();
  const { queue } = new QueueMonitor(stack, 'Queue', worker);
  expect(() => new JobDispatcher(stack, 'Jobs', { realm: 'dev', queues: { Core: queue } })).toThrow(
    "worker: not a worker name, got 'Core'",
  );
});

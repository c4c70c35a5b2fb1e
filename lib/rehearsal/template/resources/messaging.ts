import type { Subscription } from '../../../engine/model';
import { attempt } from '../template-error';
import type { EventRule, EventTarget, Queue, Schedule, Topic, TopicPolicy } from '../template-model';
import { policyStatements } from './policy';
import type { Properties } from './properties';
import type { Resource } from './resource';

/** AWS::SNS::Topic, with the subscriptions that it declares itself. */
export function readTopic({ properties, ref, name, logicalId }: Resource): {
  topics: Topic[];
  subscriptions: Subscription[];
} {
  const kmsMasterKeyId = properties.optionalText('KmsMasterKeyId');
  return {
    topics: [
      {
        logicalId,
        topicName: name,
        topicArn: ref,
        fifo: attempt([], () => properties.boolean('FifoTopic', false)) ?? false,
        ...(kmsMasterKeyId === undefined ? {} : { kmsMasterKeyId }),
      },
    ],
    subscriptions: properties.objects('Subscription').map((inline) => ({
      topicArn: ref,
      protocol: inline.text('Protocol'),
      endpoint: inline.text('Endpoint'),
    })),
  };
}

/** AWS::SNS::Subscription. */
export function readSubscription({ properties }: Resource): { subscriptions: Subscription[] } {
  const filterPolicy = bodyFilter(properties);
  return {
    subscriptions: [
      {
        topicArn: properties.text('TopicArn'),
        protocol: properties.text('Protocol'),
        endpoint: properties.optionalText('Endpoint') ?? '',
        ...(filterPolicy === undefined ? {} : { filterPolicy }),
        ...(attempt([], () => properties.boolean('RawMessageDelivery', false))
          ? { rawMessageDelivery: true }
          : {}),
      },
    ],
  };
}

/** AWS::SNS::TopicPolicy, of several topics, and AWS::SNS::TopicInlinePolicy, of one. */
export function readTopicPolicy({ properties, logicalId }: Resource): { topicPolicies: TopicPolicy[] } {
  return {
    topicPolicies: [
      {
        logicalId,
        topicArns: properties.texts(properties.has('Topics') ? 'Topics' : 'TopicArn'),
        statements: policyStatements(properties.object('PolicyDocument')),
      },
    ],
  };
}

/** AWS::SQS::Queue. */
export function readQueue({ properties, logicalId, name, arn, ref }: Resource): { queues: Queue[] } {
  const redrive = attempt([], () => redriveOf(properties));
  const seconds = (property: string, fallback: number) =>
    attempt([], () => properties.optionalNumber(property) ?? fallback);
  const visibilityTimeoutSeconds = seconds('VisibilityTimeout', 30);
  const messageRetentionSeconds = seconds('MessageRetentionPeriod', 345_600);
  return {
    queues: [
      {
        logicalId,
        queueName: name,
        queueArn: arn,
        queueUrl: ref,
        fifo: attempt([], () => properties.boolean('FifoQueue', false)) ?? false,
        ...(visibilityTimeoutSeconds === undefined ? {} : { visibilityTimeoutSeconds }),
        ...(messageRetentionSeconds === undefined ? {} : { messageRetentionSeconds }),
        ...(redrive ? { redrive } : {}),
      },
    ],
  };
}

/** AWS::Events::Rule. */
export function readEventRule({ properties, logicalId, name, arn }: Resource): { rules: EventRule[] } {
  const eventPattern = properties.any('EventPattern');
  const scheduleExpression = properties.optionalText('ScheduleExpression');
  return {
    rules: [
      {
        logicalId,
        ruleName: name,
        ruleArn: arn,
        eventBusName: properties.optionalText('EventBusName') ?? 'default',
        enabled: properties.optionalText('State') !== 'DISABLED',
        ...(eventPattern === undefined ? {} : { eventPattern }),
        ...(scheduleExpression === undefined ? {} : { scheduleExpression }),
        targets: properties.objects('Targets').map(eventTarget),
      },
    ],
  };
}

/** AWS::Scheduler::Schedule. */
export function readSchedule({ properties, logicalId, name }: Resource): { schedules: Schedule[] } {
  const target = properties.object('Target');
  if (!target) throw properties.wrong('Target', undefined, 'the ARN of what is started, and its role');
  const input = target.optionalText('Input');
  return {
    schedules: [
      {
        logicalId,
        scheduleName: name,
        expression: properties.text('ScheduleExpression'),
        timezone: properties.optionalText('ScheduleExpressionTimezone') ?? 'UTC',
        enabled: properties.optionalText('State') !== 'DISABLED',
        targetArn: target.text('Arn'),
        ...(input === undefined ? {} : { input }),
      },
    ],
  };
}

// --- internal ---

function redriveOf(properties: Properties): Queue['redrive'] {
  const policy = properties.object('RedrivePolicy');
  return (
    policy && {
      deadLetterTargetArn: policy.text('deadLetterTargetArn'),
      maxReceiveCount: policy.number('maxReceiveCount'),
    }
  );
}

/** A filter on attributes is left out: what CloudWatch publishes has none. */
function bodyFilter(properties: Properties): unknown {
  return properties.optionalText('FilterPolicyScope') === 'MessageBody'
    ? properties.any('FilterPolicy')
    : undefined;
}

function eventTarget(target: Properties): EventTarget {
  const input = target.optionalText('Input');
  const inputPath = target.optionalText('InputPath');
  const deadLetterQueueArn = target.object('DeadLetterConfig')?.optionalText('Arn');
  return {
    id: target.text('Id'),
    arn: target.text('Arn'),
    ...(input === undefined ? {} : { input }),
    ...(inputPath === undefined ? {} : { inputPath }),
    ...(deadLetterQueueArn === undefined ? {} : { deadLetterQueueArn }),
  };
}

import { lookUp } from '../../../../../text/look-up';
import { arnOf, members, type RawResource, resource, type Serverless } from './piece';

/**
 * The resources of a function's or state machine's event sources; `target` is what they start. Sources that make
 * nothing but a permission (S3, Cognito, Alexa …) make nothing here, since no alarm reads it.
 *
 * Source: SAM's "Generated CloudFormation resources".
 */
export function eventResources(
  of: Serverless,
  target: unknown,
  isFunction: boolean,
): Record<string, RawResource> {
  const all: Record<string, RawResource> = {};
  for (const [name, event] of Object.entries(members(of.properties.Events))) {
    const { Type, Properties } = members(event);
    const make = lookUp(SOURCES, String(Type));
    if (make)
      Object.assign(all, make({ of, id: `${of.id}${name}`, given: members(Properties), target, isFunction }));
  }
  return all;
}

// --- internal ---

interface Event {
  readonly of: Serverless;
  readonly id: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly target: unknown;
  readonly isFunction: boolean;
}

const SOURCES: Readonly<Record<string, (event: Event) => Record<string, RawResource>>> = {
  CloudWatchEvent: rule,
  EventBridgeRule: rule,
  Schedule: rule,
  ScheduleV2: ({ of, id, given, target }) => ({
    [id]: resource(of, 'AWS::Scheduler::Schedule', {
      Name: given.Name,
      ScheduleExpression: given.ScheduleExpression,
      ScheduleExpressionTimezone: given.ScheduleExpressionTimezone,
      State: given.State,
      Target: { Arn: target, Input: given.Input },
    }),
  }),
  SNS: (event) => {
    const { of, id, given, target } = event;
    return {
      [id]: resource(of, 'AWS::SNS::Subscription', {
        TopicArn: given.Topic,
        Protocol: 'lambda',
        Endpoint: target,
        FilterPolicy: given.FilterPolicy,
        FilterPolicyScope: given.FilterPolicyScope,
        RawMessageDelivery: given.RawMessageDelivery,
      }),
      ...permission(event, 'sns.amazonaws.com', given.Topic),
    };
  },
  CloudWatchLogs: (event) => {
    const { of, id, given, target } = event;
    return {
      [id]: resource(of, 'AWS::Logs::SubscriptionFilter', {
        LogGroupName: given.LogGroupName,
        FilterPattern: given.FilterPattern,
        DestinationArn: target,
      }),
      ...permission(event, 'logs.amazonaws.com'),
    };
  },
  DocumentDB: mapping('Cluster'),
  DynamoDB: mapping('Stream'),
  Kinesis: mapping('Stream'),
  MQ: mapping('Broker'),
  MSK: mapping('Stream'),
  SQS: mapping('Queue'),
};

function rule(event: Event): Record<string, RawResource> {
  const { of, id, given, target, isFunction } = event;
  const { Schedule, Pattern, Enabled } = given;
  return {
    [id]: resource(of, 'AWS::Events::Rule', {
      Name: given.Name ?? given.RuleName,
      EventBusName: given.EventBusName,
      EventPattern: Pattern,
      ScheduleExpression: Schedule,
      State: given.State ?? (Enabled === false ? 'DISABLED' : undefined),
      Targets: [{ Id: `${id}LambdaTarget`, Arn: target, Input: given.Input }],
    }),
    ...(isFunction ? permission(event, 'events.amazonaws.com', arnOf(id)) : {}),
  };
}

function mapping(source: string) {
  return ({ of, id, given, target }: Event): Record<string, RawResource> => ({
    [id]: resource(of, 'AWS::Lambda::EventSourceMapping', {
      FunctionName: target,
      EventSourceArn: given[source],
      Enabled: given.Enabled,
      BatchSize: given.BatchSize,
    }),
  });
}

function permission(
  { of, id, target }: Event,
  Principal: string,
  SourceArn?: unknown,
): Record<string, RawResource> {
  const Properties = { Action: 'lambda:InvokeFunction', FunctionName: target, Principal, SourceArn };
  return { [`${id}Permission`]: resource(of, 'AWS::Lambda::Permission', Properties) };
}

import { type Item, parsedText, type Translated, textOf } from './answer';

/** A topic of ListTopics. */
export function topic({ TopicArn }: Item): Translated {
  const TopicName = lastPart(TopicArn);
  const FifoTopic = TopicName.endsWith('.fifo') || undefined;
  return { resources: [{ logicalId: textOf(TopicArn), type: TOPIC, properties: { TopicName, FifoTopic } }] };
}

/** A subscription of ListSubscriptions. One that nobody confirmed gets nothing, so it is none. */
export function subscription(item: Item): Translated {
  const { SubscriptionArn, TopicArn, Protocol, Endpoint } = item;
  const isPending = SubscriptionArn === 'PendingConfirmation' || item.PendingConfirmation === 'true';
  const name = `${textOf(TopicArn)}:${textOf(Protocol)}:${textOf(Endpoint)}`;
  if (isPending) {
    const reason = 'it was never confirmed, so nothing is delivered to it';
    return { unsupported: [{ logicalId: name, type: SUBSCRIPTION, reason }] };
  }
  if (SubscriptionArn === 'Deleted') return {};
  const properties = {
    TopicArn,
    Protocol,
    Endpoint,
    RawMessageDelivery: item.RawMessageDelivery,
    FilterPolicy: parsedText(item.FilterPolicy),
    FilterPolicyScope: item.FilterPolicyScope,
  };
  return { resources: [{ logicalId: textOf(SubscriptionArn) || name, type: SUBSCRIPTION, properties }] };
}

/** The attributes of GetTopicAttributes, GetSubscriptionAttributes or GetQueueAttributes, told by the ARN they have. */
export function attributes(item: Item): Translated {
  if (item.SubscriptionArn !== undefined) return subscription(item);
  return item.TopicArn === undefined ? queue(item) : topicAttributes(item);
}

/** Whether the attributes are of something that is known here. */
export function isAttributes(item: Item): boolean {
  return [item.SubscriptionArn, item.TopicArn, item.QueueArn].some((arn) => typeof arn === 'string');
}

// --- internal ---

const TOPIC = 'AWS::SNS::Topic';
const SUBSCRIPTION = 'AWS::SNS::Subscription';

function topicAttributes(item: Item): Translated {
  const arn = textOf(item.TopicArn);
  const policy = parsedText(item.Policy);
  const properties = {
    TopicName: lastPart(arn),
    DisplayName: item.DisplayName,
    FifoTopic: item.FifoTopic,
    KmsMasterKeyId: item.KmsMasterKeyId,
  };
  const own = { logicalId: arn, type: TOPIC, properties };
  if (policy === undefined) return { resources: [own] };
  const policyProperties = { Topics: [arn], PolicyDocument: policy };
  return {
    resources: [
      own,
      { logicalId: `${arn}:policy`, type: 'AWS::SNS::TopicPolicy', properties: policyProperties },
    ],
  };
}

function queue(item: Item): Translated {
  const arn = textOf(item.QueueArn);
  const properties = {
    QueueName: lastPart(arn),
    FifoQueue: item.FifoQueue,
    VisibilityTimeout: item.VisibilityTimeout,
    MessageRetentionPeriod: item.MessageRetentionPeriod,
    RedrivePolicy: parsedText(item.RedrivePolicy),
  };
  return { resources: [{ logicalId: arn, type: 'AWS::SQS::Queue', properties }] };
}

function lastPart(arn: unknown): string {
  return textOf(arn).slice(textOf(arn).lastIndexOf(':') + 1);
}

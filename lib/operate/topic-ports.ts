import { awsCall } from './aws-call';
import type { AwsProps } from './aws-ports';
import { OperateError } from './operate-error';

/** Who a topic tells. */
export interface TopicSubscription {
  /** As SNS has it: `email`, `sms`, `https`, `sqs`, `lambda`, `application`. */
  readonly protocol: string;
  readonly endpoint: string;
  /** False: whoever it is has not confirmed, and is told nothing. */
  readonly confirmed: boolean;
}

/** What is asked of SNS; each throws an OperateError. */
export interface TopicPorts {
  /** The ARN of the topic of this name. */
  readonly topicArn: (topicName: string) => Promise<string>;
  readonly subscriptions: (topicArn: string) => Promise<readonly TopicSubscription[]>;
  readonly publish: (topicArn: string, subject: string, message: string) => Promise<void>;
}

/** The ports on AWS, by the SDK's usual credentials; the client loads when this is called. */
export function awsTopicPorts({ region, signal }: AwsProps): TopicPorts {
  const sns = require('@aws-sdk/client-sns') as typeof import('@aws-sdk/client-sns');
  const client = new sns.SNSClient({ region });
  const call = awsCall({ region, signal });
  return {
    async topicArn(topicName) {
      let NextToken: string | undefined;
      do {
        const command = new sns.ListTopicsCommand({ NextToken });
        const page = await call('sns:ListTopics', (options) => client.send(command, options));
        const found = page.Topics?.find(({ TopicArn }) => TopicArn?.endsWith(`:${topicName}`));
        if (found) return found.TopicArn!;
        NextToken = page.NextToken || undefined;
      } while (NextToken);
      throw new OperateError(
        `topic ${topicName}: not found in ${region ?? 'the region of your credentials'}; is the realm deployed there?`,
      );
    },

    async subscriptions(TopicArn) {
      const found: TopicSubscription[] = [];
      let NextToken: string | undefined;
      do {
        const command = new sns.ListSubscriptionsByTopicCommand({ TopicArn, NextToken });
        const page = await call(`subscriptions of ${TopicArn}`, (options) => client.send(command, options));
        for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? [])
          found.push({
            protocol: Protocol,
            endpoint: Endpoint,
            confirmed: SubscriptionArn.startsWith('arn:'),
          });
        NextToken = page.NextToken || undefined;
      } while (NextToken);
      return found;
    },

    async publish(TopicArn, Subject, Message) {
      const command = new sns.PublishCommand({ TopicArn, Subject, Message });
      await call(`topic ${TopicArn}`, (options) => client.send(command, options));
    },
  };
}

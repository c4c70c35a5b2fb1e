import { from, type Translation } from './translation';

export const MESSAGING_TRANSLATIONS: Readonly<Record<string, Translation>> = {
  aws_sns_topic: {
    type: 'AWS::SNS::Topic',
    attributes: { id: 'Ref', arn: 'Ref', name: 'TopicName' },
    properties: (of) => ({
      TopicName: of.name(),
      ...from(of, { FifoTopic: 'fifo_topic', KmsMasterKeyId: 'kms_master_key_id' }),
    }),
    also: (of) => {
      const PolicyDocument = of.json('policy');
      if (PolicyDocument === undefined) return [];
      const properties = { Topics: [{ Ref: of.address }], PolicyDocument };
      return [{ suffix: '.policy', type: 'AWS::SNS::TopicPolicy', properties }];
    },
  },
  aws_sns_topic_policy: {
    type: 'AWS::SNS::TopicPolicy',
    properties: (of) => ({ Topics: [of.get('arn')], PolicyDocument: of.json('policy') }),
  },
  aws_sns_topic_subscription: {
    type: 'AWS::SNS::Subscription',
    properties: (of) => ({
      ...from(of, {
        TopicArn: 'topic_arn',
        Protocol: 'protocol',
        Endpoint: 'endpoint',
        RawMessageDelivery: 'raw_message_delivery',
        FilterPolicyScope: 'filter_policy_scope',
      }),
      FilterPolicy: of.json('filter_policy'),
    }),
  },
  aws_sqs_queue: {
    type: 'AWS::SQS::Queue',
    attributes: { id: 'Ref', url: 'Ref', arn: 'Arn', name: 'QueueName' },
    properties: (of) => ({
      QueueName: of.name(),
      ...from(of, {
        FifoQueue: 'fifo_queue',
        VisibilityTimeout: 'visibility_timeout_seconds',
        MessageRetentionPeriod: 'message_retention_seconds',
      }),
      RedrivePolicy: of.json('redrive_policy'),
    }),
  },
  aws_kms_key: {
    type: 'AWS::KMS::Key',
    attributes: { id: 'Ref', key_id: 'Ref', arn: 'Arn' },
    properties: (of) => ({ KeyId: of.get('key_id'), KeyPolicy: of.json('policy') }),
  },
  aws_kms_alias: {
    type: 'AWS::KMS::Alias',
    attributes: { id: 'Ref', name: 'Ref' },
    properties: (of) => ({ AliasName: of.name(), TargetKeyId: of.get('target_key_id') }),
  },
};

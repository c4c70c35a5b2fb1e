import { type Check, TOPIC } from './check';
import { alarmTopics, unsubscribedTopics } from './topic-without-subscriber';

export const topicSubscriberOptional: Check = {
  code: 'topic-subscriber-optional',
  severity: 'warning',
  rule: 'a topic that alarms publish to has a subscription in the template, in every branch, with an address',
  consequence: 'unless somebody subscribes by other means, the alert is published and nobody receives it',
  find: (model) => [
    ...unsubscribedTopics(model, true),
    ...alarmTopics(model).flatMap(({ topicName, topicArn }) =>
      model.subscriptions.some((one) => one.topicArn === topicArn && one.endpoint === '')
        ? [{ type: TOPIC, name: topicName, message: 'has a subscription whose endpoint is empty' }]
        : [],
    ),
  ],
};

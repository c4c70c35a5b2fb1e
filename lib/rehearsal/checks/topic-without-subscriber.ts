import type { TemplateModel } from '../template';
import { mayBeEqual } from '../template';
import { type Check, type Remark, TOPIC } from './check';
import { actionsOf, everyAlarm } from './every-alarm';

export const topicWithoutSubscriber: Check = {
  code: 'topic-without-subscriber',
  severity: 'error',
  inSomeBranches: 'topic-subscriber-optional',
  rule: 'a topic that alarms publish to has a subscription, unless the template hands it on to something else',
  consequence: 'the alert is published and nobody receives it',
  find: (model) => unsubscribedTopics(model, false),
};

/** Remarks on the topics of alarms that have no subscription: those that are handed on to others, or those that are not. */
export function unsubscribedTopics(model: TemplateModel, areHandedOn: boolean): Remark[] {
  const subscribed = model.subscriptions.map(({ topicArn }) => topicArn);
  return alarmTopics(model)
    .filter(({ topicArn }) => !subscribed.some((one) => mayBeEqual(one, topicArn)))
    .filter(({ usedBy }) => (usedBy !== undefined) === areHandedOn)
    .map(({ topicName, alarms, usedBy }) => ({
      type: TOPIC,
      name: topicName,
      message: `has no subscription${usedBy === undefined ? '' : ` here, though ${usedBy} has its ARN`}, and is an action of ${alarms.slice(0, 3).join(', ')}${alarms.length > 3 ? ` and ${alarms.length - 3} more` : ''}`,
    }));
}

/** The template's topics that are an action of an alarm, with those alarms' names, and what else has their ARN. */
export function alarmTopics(model: TemplateModel) {
  const alarms = [...everyAlarm(model).map(({ alarm }) => alarm), ...model.incompleteAlarms].map((alarm) => ({
    name: alarm.alarmName,
    actions: actionsOf(alarm),
  }));
  return model.topics
    .map((topic) => ({
      ...topic,
      alarms: alarms.filter(({ actions }) => actions.includes(topic.topicArn)).map(({ name }) => name),
      usedBy: model.resources
        .find(({ type, name }) => type === TOPIC && name === topic.topicName)
        ?.usedBy?.find((type) => !NOT_SUBSCRIBING.test(type)),
    }))
    .filter((topic) => topic.alarms.length > 0);
}

// --- internal ---

/** What publishes to a topic, allows it, or would be seen as a subscription. */
const NOT_SUBSCRIBING =
  /^AWS::(CloudWatch|SNS|IAM|KMS|Events|S3::Bucket$|AutoScaling|Budgets|RDS|Lambda::Permission)/;

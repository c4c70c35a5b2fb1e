import { mayBeEqual, type TemplateModel } from '../template';
import { type Check, TOPIC } from './check';
import { actionsOf, everyAlarm } from './every-alarm';

export const topicWithoutSubscriber: Check = {
  code: 'topic-without-subscriber',
  severity: 'error',
  rule: 'a topic that alarms publish to has a subscription',
  consequence: 'the alert is published and nobody receives it',
  find: (model) => {
    const subscribed = model.subscriptions.map(({ topicArn }) => topicArn);
    return alarmTopics(model)
      .filter(({ topicArn }) => !subscribed.some((one) => mayBeEqual(one, topicArn)))
      .map(({ topicName, alarms }) => ({
        type: TOPIC,
        name: topicName,
        message: `has no subscription, and is an action of ${alarms.slice(0, 3).join(', ')}${alarms.length > 3 ? ` and ${alarms.length - 3} more` : ''}`,
      }));
  },
};

/** The template's topics that are an action of an alarm, with those alarms' names. */
export function alarmTopics(model: TemplateModel) {
  const alarms = [...everyAlarm(model).map(({ alarm }) => alarm), ...model.incompleteAlarms].map((alarm) => ({
    name: alarm.alarmName,
    actions: actionsOf(alarm),
  }));
  return model.topics
    .map((topic) => ({
      ...topic,
      alarms: alarms.filter(({ actions }) => actions.includes(topic.topicArn)).map(({ name }) => name),
    }))
    .filter((topic) => topic.alarms.length > 0);
}

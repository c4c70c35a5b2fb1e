import { metricsOf } from '../rehearse/metric-readers';
import type { Queue, TemplateModel } from '../template';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmDeadLetterSent: Check = {
  code: 'alarm-dead-letter-sent',
  severity: 'error',
  rule: 'an alarm on a dead-letter queue does not count the messages that are sent to it',
  consequence: 'SQS does not count what it moves there itself, so the alarm sees no lost message',
  find: (model) =>
    model.alarms.flatMap((alarm) =>
      metricsOf(alarm)
        .filter(
          ({ namespace, metricName }) => namespace === 'AWS/SQS' && metricName === 'NumberOfMessagesSent',
        )
        .filter(({ dimensions }) => isFedByRedriveAlone(dimensions.QueueName ?? '', model))
        .map(() =>
          onAlarm(
            ALARM,
            alarm,
            'NumberOfMessagesSent of a dead-letter queue, allowed: ApproximateNumberOfMessagesVisible',
          ),
        ),
    ),
};

// --- internal ---

/** Lambda, SNS and EventBridge send to their dead-letter queues, which SQS counts. */
function isFedByRedriveAlone(
  queueName: string,
  { queues, functions, rules, subscriptions, resources }: TemplateModel,
) {
  const queue = queues.find((one) => one.queueName === queueName);
  if (!queue || !queues.some(({ redrive }) => redrive?.deadLetterTargetArn === queue.queueArn)) return false;
  const senders = [
    ...functions.flatMap(({ deadLetterQueueArn, onFailureDestinationArn }) => [
      deadLetterQueueArn,
      onFailureDestinationArn,
    ]),
    ...rules.flatMap(({ targets }) =>
      targets.flatMap(({ arn, deadLetterQueueArn }) => [arn, deadLetterQueueArn]),
    ),
    ...subscriptions.map(({ endpoint }) => endpoint),
  ];
  return !senders.includes(queue.queueArn) && !isHandedOn(queue, resources);
}

/** What else has its name, or may send to it. */
function isHandedOn({ queueName }: Queue, resources: TemplateModel['resources']): boolean {
  const { usedBy = [] } =
    resources.find(({ type, name }) => type === 'AWS::SQS::Queue' && name === queueName) ?? {};
  return usedBy.some((type) => !/^(AWS::SQS::|AWS::CloudWatch::|AWS::IAM::|Output$)/.test(type));
}

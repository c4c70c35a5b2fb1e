import { passesFilter } from '../engine';
import type { MetricAlarm, MetricId } from '../engine/model';
import type { TemplateModel } from '../rehearsal/template/template-model';
import { isPublished } from './aws/published-metrics';
import type { NoticeEvent } from './event/realm-event';

/** What a template asks for and the local realm does not do: one notice each, so that silence is never a surprise. */
export function leftOut(model: TemplateModel): NoticeEvent[] {
  const { unsupported, notModelled, alarms, logGroups, subscriptions } = model;
  return [
    ...unsupported.map(({ type, logicalId, reason }) =>
      notice('unsupported', `${type} ${logicalId} is not played: ${reason}`),
    ),
    ...Object.entries({ ...notModelled, ...notPlayed(model) })
      .filter(([type]) => !NOTHING_TO_PLAY.test(type))
      .map(([type, count]) =>
        notice('not-modelled', `the local realm does not model ${type} (${count} in the template)`),
      ),
    ...subscriptions
      .filter(({ filterPolicy }) => passesFilter(filterPolicy, '{}') === undefined)
      .map(({ protocol, endpoint }) =>
        notice('filter-policy', `the local realm does not play the filter policy of ${protocol} ${endpoint}`),
      ),
    ...unpublished(alarms).map(({ namespace, metricName }) =>
      notice(
        'not-published',
        `the local realm does not publish ${namespace} ${metricName}; its alarms see no data`,
      ),
    ),
    ...(logGroups.length === 0
      ? [notice('no-log-groups', 'the template has no log group; records go nowhere')]
      : []),
  ];
}

// --- internal ---

/** Resources that say who may do what, or how something looks; and machines, which the realm file counts. */
const NOTHING_TO_PLAY =
  /^(AWS::(IAM|KMS|EC2)::|AWS::CDK::Metadata$|AWS::Scheduler::ScheduleGroup$|AWS::AutoScaling::|AWS::\w+::\w*(Policy|Permission)$|AWS::CloudWatch::Dashboard$|AWS::Logs::QueryDefinition$)/;

/** Resources that the template reader knows and that nothing of the local realm acts on. */
function notPlayed({
  rules,
  subscriptionFilters,
  eventSourceMappings,
  queues,
}: TemplateModel): Record<string, number> {
  const counts = {
    'AWS::Events::Rule': rules.length,
    'AWS::Logs::SubscriptionFilter': subscriptionFilters.length,
    // Of a stream or of Kafka; a queue feeds its function here too.
    'AWS::Lambda::EventSourceMapping': eventSourceMappings.filter(
      ({ eventSourceArn }) => !queues.some(({ queueArn }) => queueArn === eventSourceArn),
    ).length,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function unpublished(alarms: readonly MetricAlarm[]): MetricId[] {
  const watched = alarms
    .flatMap(({ metric, metrics = [] }) => [metric, ...metrics.map(({ metricStat }) => metricStat)])
    .filter((metric) => metric !== undefined)
    .filter(({ namespace, metricName }) => !isPublished(namespace, metricName));
  return [...new Map(watched.map((metric) => [`${metric.namespace} ${metric.metricName}`, metric])).values()];
}

const notice = (code: string, message: string): NoticeEvent => ({ type: 'notice', code, message });

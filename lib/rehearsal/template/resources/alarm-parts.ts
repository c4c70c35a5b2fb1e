import type { Dimensions, MetricAlarm, MetricStat } from '../../../engine/model';
import type { Properties } from './properties';
import type { Resource } from './resource';

type AlarmBase = Pick<
  MetricAlarm,
  | 'alarmName'
  | 'alarmArn'
  | 'alarmDescription'
  | 'actionsEnabled'
  | 'alarmActions'
  | 'okActions'
  | 'insufficientDataActions'
  | 'propagatedTags'
>;

/** What metric alarms and composite alarms have in common. */
export function alarmBase(resource: Resource): AlarmBase {
  const { properties } = resource;
  const alarmDescription = properties.optionalText('AlarmDescription');
  return {
    alarmName: resource.name,
    alarmArn: resource.arn,
    ...(alarmDescription === undefined ? {} : { alarmDescription }),
    actionsEnabled: properties.boolean('ActionsEnabled', true),
    alarmActions: properties.texts('AlarmActions'),
    okActions: properties.texts('OKActions'),
    insufficientDataActions: properties.texts('InsufficientDataActions'),
    ...propagatedTags(properties),
  };
}

/** `Dimensions: [{ Name, Value }]` as a record. */
export function dimensions(properties: Properties): Dimensions {
  return Object.fromEntries(
    properties.objects('Dimensions').map((dimension) => [dimension.text('Name'), dimension.text('Value')]),
  );
}

/** The metric that a structure with Namespace and MetricName names. */
export function metricStat(metric: Properties, of: Dimensions, period: number, stat: string): MetricStat {
  const unit = metric.optionalText('Unit');
  return {
    namespace: metric.text('Namespace'),
    metricName: metric.text('MetricName'),
    dimensions: of,
    period,
    stat,
    ...(unit === undefined ? {} : { unit }),
  };
}

// --- internal ---

/** All tags, only some, or all but some; those of AWS itself (`aws:`) never. */
function propagatedTags(properties: Properties): Pick<AlarmBase, 'propagatedTags'> {
  const propagation = properties.object('ActionConfiguration')?.object('AlarmTagsPropagation');
  if (!propagation?.boolean('Enabled', false)) return {};
  const included = propagation.texts('IncludedTagKeys');
  const excluded = propagation.texts('ExcludedTagKeys');
  if (included.length > 0 && excluded.length > 0) {
    throw propagation.wrong('ExcludedTagKeys', excluded, 'this or IncludedTagKeys, not both');
  }
  const tags = properties
    .objects('Tags')
    .map((tag) => [tag.text('Key'), tag.text('Value')] as const)
    .filter(([key]) => !key.startsWith('aws:') && !excluded.includes(key))
    .filter(([key]) => included.length === 0 || included.includes(key));
  return { propagatedTags: Object.fromEntries(tags) };
}

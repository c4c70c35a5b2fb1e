import { isRecord } from '../../is-record';
import { type Item, type Translated, textOf } from './answer';

/** A group of DescribeLogGroups. */
export function logGroup(item: Item): Translated {
  const { logGroupName, logGroupClass, retentionInDays, kmsKeyId } = item;
  const properties = {
    LogGroupName: logGroupName,
    LogGroupClass: logGroupClass,
    RetentionInDays: retentionInDays,
    KmsKeyId: kmsKeyId,
  };
  return { resources: [{ logicalId: textOf(logGroupName), type: 'AWS::Logs::LogGroup', properties }] };
}

/** A filter of DescribeMetricFilters. */
export function metricFilter(item: Item): Translated {
  const transformations = Array.isArray(item.metricTransformations) ? item.metricTransformations : [];
  const properties = {
    ...capitalized(item, ['creationTime', 'metricTransformations']),
    MetricTransformations: transformations.filter(isRecord).map((one) => ({
      ...capitalized(one, ['dimensions']),
      ...(isRecord(one.dimensions) ? { Dimensions: pairs(one.dimensions) } : {}),
    })),
  };
  return { resources: [{ logicalId: filterId(item), type: 'AWS::Logs::MetricFilter', properties }] };
}

/** A filter of DescribeSubscriptionFilters. */
export function subscriptionFilter(item: Item): Translated {
  const properties = capitalized(item, ['creationTime']);
  return { resources: [{ logicalId: filterId(item), type: 'AWS::Logs::SubscriptionFilter', properties }] };
}

// --- internal ---

const filterId = ({ logGroupName, filterName }: Item): string =>
  `${textOf(logGroupName)}:${textOf(filterName)}`;

/** The API of CloudWatch Logs begins its names small. */
function capitalized(item: Item, without: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item)
      .filter(([name]) => !without.includes(name))
      .map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  );
}

const pairs = (dimensions: Item) => Object.entries(dimensions).map(([Key, Value]) => ({ Key, Value }));

import type { LogGroup, MetricFilter } from '../../../engine/model';
import { attempt, type TemplateProblem } from '../template-error';
import type { SubscriptionFilter, Unsupported } from '../template-model';
import { unreadable } from './left-out';
import type { Properties } from './properties';
import type { Resource } from './resource';
import type { TransformedFilter } from './transformer';

/** AWS::Logs::LogGroup; a class that is not known here, or that the template does not say, leaves the group. */
export function readLogGroup(resource: Resource): { logGroups: LogGroup[]; unsupported: Unsupported[] } {
  const { name, properties } = resource;
  const problems: TemplateProblem[] = [];
  const logGroupClass = attempt(problems, () => properties.optionalOneOf('LogGroupClass', CLASSES));
  const wrong = problems.filter(({ code }) => code !== 'unknown');
  return {
    logGroups: [{ logGroupName: name, ...(logGroupClass === undefined ? {} : { logGroupClass }) }],
    unsupported: unreadable(resource, wrong),
  };
}

/** AWS::Logs::MetricFilter; a filter on what only AWS adds to a record is not modelled. */
export function readMetricFilter(resource: Resource): {
  metricFilters: MetricFilter[];
  transformedFilters: TransformedFilter[];
  unsupported: Unsupported[];
} {
  const { properties, name } = resource;
  const transformations = properties.objects('MetricTransformations');
  if (transformations.length !== 1) {
    throw properties.wrong('MetricTransformations', transformations.length, 'exactly 1 transformation');
  }
  const unsupported = notModelled(properties, transformations[0]!);
  if (unsupported.length > 0) {
    const reason = `${unsupported.join(' and ')} of a metric filter is not modelled`;
    return {
      metricFilters: [],
      transformedFilters: [],
      unsupported: [{ logicalId: resource.logicalId, type: resource.type, reason }],
    };
  }
  const filter = {
    filterName: name,
    logGroupName: properties.text('LogGroupName'),
    filterPattern: properties.knownText('FilterPattern'),
    ...transformation(transformations[0]!),
  };
  const { logicalId, type } = resource;
  return isTransformed(properties)
    ? { metricFilters: [], transformedFilters: [{ logicalId, type, filter }], unsupported: [] }
    : { metricFilters: [filter], transformedFilters: [], unsupported: [] };
}

/** AWS::Logs::SubscriptionFilter. */
export function readSubscriptionFilter(resource: Resource): { subscriptionFilters: SubscriptionFilter[] } {
  const { properties, logicalId, name } = resource;
  return {
    subscriptionFilters: [
      {
        logicalId,
        filterName: name,
        logGroupName: properties.text('LogGroupName'),
        filterPattern: properties.knownText('FilterPattern'),
        destinationArn: properties.text('DestinationArn'),
      },
    ],
  };
}

// --- internal ---

/** Source: CreateLogGroup. */
const CLASSES = ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY', 'ESSENTIALS'] as const;

const NOT_MODELLED = ['FieldSelectionCriteria', 'EmitSystemFieldDimensions'] as const;

const isTransformed = (properties: Properties): boolean =>
  properties.has('ApplyOnTransformedLogs') && properties.boolean('ApplyOnTransformedLogs', false);

/** A dimension may take its value from a field of a record, or from a system field such as `@aws.account`. */
function notModelled(properties: Properties, of: Properties): string[] {
  const features = NOT_MODELLED.filter((feature) => properties.has(feature));
  const values = of.objects('Dimensions').map((dimension) => dimension.text('Value'));
  const unknown = [
    ...features,
    ...values.filter((value) => value.startsWith('@')).map((value) => `dimension ${value}`),
  ];
  return unknown.length > 0 && isTransformed(properties) ? ['ApplyOnTransformedLogs', ...unknown] : unknown;
}

function transformation(of: Properties) {
  const defaultValue = of.optionalNumber('DefaultValue');
  const unit = of.optionalText('Unit');
  const dimensions = of
    .objects('Dimensions')
    .map((dimension) => [dimension.text('Key'), dimension.text('Value')] as const);
  return {
    metricNamespace: of.text('MetricNamespace'),
    metricName: of.text('MetricName'),
    metricValue: of.knownText('MetricValue'),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(unit === undefined ? {} : { unit }),
    ...(dimensions.length === 0 ? {} : { dimensions: Object.fromEntries(dimensions) }),
  };
}

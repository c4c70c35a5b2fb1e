import type { MetricFilter, MetricStat } from '../../engine/model';
import { formatDuration } from '../../text';
import { lookUp } from '../../text/look-up';
import { catalogueOf } from '../catalogue';
import type { TemplateModel } from '../template';

/** Between which values a statistic of a metric always is, and why. */
export interface ValueBounds {
  readonly min: number;
  readonly max: number;
  /** Completes "…, which is …". */
  readonly why: string;
  /** The least value is published in good health too, so that an alarm on it cannot wait for something to happen. */
  readonly hasRest: boolean;
}

/** The bounds that AWS's service, or the template's resources and filters, set; undefined when there are none. */
export function valueBounds(metric: MetricStat, model: TemplateModel): ValueBounds | undefined {
  const { namespace, metricName, stat } = metric;
  const isValue = /^(Average|Minimum|Maximum|p\d|tm|TM|IQM|wm|WM)/.test(stat);
  const filters = model.metricFilters.filter(
    (filter) => filter.metricNamespace === namespace && filter.metricName === metricName,
  );
  if (filters.length > 0) return isValue ? filterBounds(filters) : undefined;
  if (stat === 'SampleCount') return { min: 0, max: INFINITE, why: 'never below 0', hasRest: false };
  const bounds = serviceBounds(metric, model);
  if (!bounds || isValue) return bounds;
  return stat === 'Sum' && bounds.min >= 0 ? { ...bounds, min: 0, max: Number.POSITIVE_INFINITY } : undefined;
}

// --- internal ---

const INFINITE = Number.POSITIVE_INFINITY;

/** Metrics that are a flag, of a thing or of each request: the Average of a REST API's errors is their rate. */
const FLAGS: Readonly<Record<string, RegExp>> = {
  'AWS/ApiGateway': /^[45]XXError$/,
  'AWS/EC2': /^StatusCheckFailed/,
  'AWS/ES': /^(ClusterStatus\.|ClusterIndexWritesBlocked$|KMSKey|MasterReachableFromNode$)/,
  'AWS/Route53': /^HealthCheckStatus$/,
};

/** Percentages of what is reserved, which may be exceeded. */
const OVER_100: Readonly<Record<string, RegExp>> = { 'AWS/ECS': /^(CPU|Memory)Utilization$/ };

/** Services that publish zeros, too, while they are used; others publish a count only when there is something. */
const WITH_ZEROS: readonly string[] = [
  'AWS/ApiGateway',
  'AWS/EC2',
  'AWS/ECS',
  'AWS/ES',
  'AWS/ElastiCache',
  'AWS/Lambda',
  'AWS/RDS',
  'AWS/SQS',
];

/** Values that mean something below zero: a lag of -1 is one that is not known. */
const BELOW_ZERO = /Lag/;

/** A function that runs into its timeout is recorded as a little longer than that. */
const SLACK = 1.1;

function serviceBounds(metric: MetricStat, model: TemplateModel): ValueBounds | undefined {
  const { namespace, metricName } = metric;
  const catalogue = catalogueOf(namespace);
  if (!catalogue?.isChecked) return undefined;
  const known = catalogue.metrics.get(metricName);
  const hasRest = WITH_ZEROS.includes(namespace);
  if (lookUp(FLAGS, namespace)?.test(metricName)) return { min: 0, max: 1, why: '0 or 1', hasRest };
  const limit = resourceLimit(metric, model);
  if (limit) return { min: 0, ...limit, hasRest };
  if (known?.unit === undefined || BELOW_ZERO.test(metricName)) return undefined;
  return known.unit === 'Percent' && !lookUp(OVER_100, namespace)?.test(metricName)
    ? { min: 0, max: 100, why: 'a percentage', hasRest }
    : { min: 0, max: INFINITE, why: 'never below 0', hasRest };
}

/** What a resource of the template cannot exceed. */
function resourceLimit(
  { namespace, metricName, dimensions }: MetricStat,
  { functions, queues }: TemplateModel,
): { max: number; why: string } | undefined {
  if (namespace === 'AWS/Lambda' && metricName === 'Duration') {
    const seconds = functions.find(
      ({ functionName }) => functionName === dimensions.FunctionName,
    )?.timeoutSeconds;
    return seconds === undefined
      ? undefined
      : { max: seconds * 1_000 * SLACK, why: `at most the function's timeout, ${seconds * 1_000} ms` };
  }
  if (namespace === 'AWS/SQS' && metricName === 'ApproximateAgeOfOldestMessage') {
    const seconds = queues.find(
      ({ queueName }) => queueName === dimensions.QueueName,
    )?.messageRetentionSeconds;
    return seconds === undefined
      ? undefined
      : { max: seconds, why: `at most the queue's retention, ${formatDuration(seconds)}` };
  }
  return undefined;
}

/** A filter that publishes a number of its own, and its default for other lines, publishes nothing else. */
function filterBounds(filters: readonly MetricFilter[]): ValueBounds | undefined {
  const values = filters.flatMap(({ metricValue, defaultValue }) => [
    metricValue.trim() === '' ? Number.NaN : Number(metricValue),
    ...(defaultValue === undefined ? [] : [defaultValue]),
  ]);
  if (values.some(Number.isNaN)) return undefined;
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return {
    min,
    max,
    why: min === max ? `always ${min}` : `between ${min} and ${max}`,
    hasRest: filters.some(({ defaultValue }) => defaultValue !== undefined),
  };
}

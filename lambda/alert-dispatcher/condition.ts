import { formatDuration } from '../../lib/text';
import { lookUp } from '../../lib/text/look-up';
import { isObject, type JsonObject } from '../shared/json-value';

/** What an SNS notification's `Trigger` demands, in words. */
export function triggerCondition(trigger: JsonObject): string {
  const { main, where } = Array.isArray(trigger.Metrics)
    ? readMetrics(trigger.Metrics, trigger.ThresholdMetricId)
    : readClassic(trigger);
  const operator = lookUp(OPERATORS, String(trigger.ComparisonOperator));
  const threshold = typeof trigger.Threshold === 'number' ? String(trigger.Threshold) : undefined;
  const demand = [main, operator, threshold, periodsText(trigger)].filter(Boolean).join(' ');
  return [demand, where].filter(Boolean).join(', ');
}

/**
 * The metrics of an alarm in words: `sum of AWS/SQS/NumberOfMessagesSent (QueueName=a)`, or its expression
 * and what the names in it stand for. Takes SNS's capitals and the events' camel case.
 */
export function metricsText(metrics: readonly unknown[]): string {
  const { main, where } = readMetrics(metrics);
  return [main, where].filter(Boolean).join(', ');
}

// --- internal ---

const OPERATORS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside its band',
  LessThanLowerThreshold: 'below its band',
  GreaterThanUpperThreshold: 'above its band',
};

interface MetricWords {
  readonly main?: string;
  /** What the names in an expression stand for. */
  readonly where?: string;
}

function readClassic({
  MetricName,
  Namespace,
  Dimensions,
  ExtendedStatistic,
  Statistic,
}: JsonObject): MetricWords {
  return { main: metricText(ExtendedStatistic ?? Statistic, Namespace, MetricName, Dimensions) };
}

/** @param bandId The entry that is the threshold: an anomaly detection alarm returns it besides what it watches. */
function readMetrics(metrics: readonly unknown[], bandId?: unknown): MetricWords {
  const entries = metrics.filter(isObject).map(readEntry);
  const watched = entries.filter(({ id }) => id !== bandId);
  const main = watched.find(({ returned }) => returned) ?? watched[0] ?? entries[0];
  const named = entries.filter((entry) => entry !== main && entry.id && main?.text.includes(entry.id));
  const where = named.map(({ id, text }) => `${id} = ${text}`).join(', ');
  return { main: main?.text, where: where && `where ${where}` };
}

function readEntry(entry: JsonObject): { id: string; text: string; returned: boolean } {
  const id = String(entry.Id ?? entry.id ?? '');
  const returned = (entry.ReturnData ?? entry.returnData) === true;
  const expression = entry.Expression ?? entry.expression;
  if (expression !== undefined) return { id, returned, text: String(expression) };
  const stat = objectOf(entry.MetricStat ?? entry.metricStat);
  const metric = objectOf(stat.Metric ?? stat.metric);
  const text = metricText(
    stat.Stat ?? stat.stat,
    metric.Namespace ?? metric.namespace,
    metric.MetricName ?? metric.name,
    metric.Dimensions ?? metric.dimensions,
  );
  return { id, returned, text };
}

function metricText(stat: unknown, namespace: unknown, name: unknown, dimensions: unknown): string {
  if (typeof name !== 'string') return '';
  const where = dimensionsText(dimensions);
  const statistic = String(stat ?? 'value').toLowerCase();
  return `${statistic} of ${String(namespace)}/${name}${where && ` (${where})`}`;
}

/** A list of name and value (notifications) or one object (events). */
function dimensionsText(dimensions: unknown): string {
  const pairs = Array.isArray(dimensions)
    ? dimensions.filter(isObject).map(({ name, value, Name, Value }) => [name ?? Name, value ?? Value])
    : Object.entries(objectOf(dimensions));
  return pairs.map(([name, value]) => `${String(name)}=${String(value)}`).join(', ');
}

function periodsText({ EvaluationPeriods, DatapointsToAlarm, Period }: JsonObject): string {
  if (typeof EvaluationPeriods !== 'number' || typeof Period !== 'number') return '';
  const needed = typeof DatapointsToAlarm === 'number' ? DatapointsToAlarm : EvaluationPeriods;
  const periods = EvaluationPeriods === 1 ? 'period' : 'periods';
  return `in ${needed} of ${EvaluationPeriods} ${periods} of ${formatDuration(Period)}`;
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

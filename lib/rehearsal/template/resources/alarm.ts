import { compileQueries } from '../../../engine';
import type {
  ComparisonOperator,
  MetricAlarm,
  MetricDataQuery,
  TreatMissingData,
} from '../../../engine/model';
import { periodOf } from '../../report/alarm-text';
import { hasUnknown } from '../intrinsics/unknown';
import { attempt, type TemplateProblem, templateError } from '../template-error';
import type { IncompleteAlarm, Unsupported } from '../template-model';
import { alarmBase, dimensions, metricStat } from './alarm-parts';
import { leftOut, subjectOf, unreadable } from './left-out';
import { notModelledReason } from './not-modelled';
import type { Properties } from './properties';
import type { Resource } from './resource';

/**
 * AWS::CloudWatch::Alarm: a metric alarm, or the reason why it is of a kind that is not modelled, or what keeps it from
 * being one: properties that are wrong, and numbers and flags that the template does not say.
 */
export function readAlarm(resource: Resource): {
  alarms: MetricAlarm[];
  incompleteAlarms: IncompleteAlarm[];
  unsupported: Unsupported[];
} {
  const problems: TemplateProblem[] = [];
  const wrong = attempt(
    problems,
    () => bandOperator(resource) ?? bandOfNothing(resource) ?? search(resource),
  );
  if (wrong) return leftOut(resource, problems, [wrong]);
  const reason = attempt(problems, () => unsupportedKind(resource));
  if (reason !== undefined) return leftOut(resource, problems, [{ ...subjectOf(resource), reason }]);
  const alarm = metricAlarm(resource, problems);
  if (!alarm) return leftOut(resource, problems, unreadable(resource, problems));
  const gap = gapOf(alarm);
  if (gap === undefined) return { alarms: [alarm], incompleteAlarms: [], unsupported: [] };
  return leftOut(resource, problems, [{ ...subjectOf(resource), reason: gap }]);
}

// --- internal ---

const COMPARISONS: readonly ComparisonOperator[] = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const TREATMENTS: readonly TreatMissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** Source: PutMetricAlarm, ComparisonOperator: three of its values are for alarms on an anomaly detection band. */
function bandOperator(resource: Resource): Unsupported | undefined {
  const { properties } = resource;
  const operator = attempt([], () => properties.optionalText('ComparisonOperator'));
  if (operator === undefined || !/(Lower|Upper)Threshold$/.test(operator)) return undefined;
  if (properties.has('ThresholdMetricId')) return undefined;
  const reason = `ComparisonOperator: got ${operator}, which needs ThresholdMetricId, allowed: ${COMPARISONS.join(', ')}`;
  return { ...subjectOf(resource), reason, cause: 'invalid' };
}

/** Source: PutMetricAlarm, ThresholdMetricId: the Id of the band, which is an entry of Metrics. */
function bandOfNothing(resource: Resource): Unsupported | undefined {
  const { properties } = resource;
  const band = attempt([], () => properties.optionalText('ThresholdMetricId'));
  if (band === undefined || hasUnknown(band)) return undefined;
  const ids = attempt([], () => queriesOf(properties).map((query) => query.text('Id')));
  if (ids === undefined || ids.includes(band) || ids.some(hasUnknown)) return undefined;
  const reason = `ThresholdMetricId: got ${band}, which no entry of Metrics has, allowed: the Id of an ANOMALY_DETECTION_BAND there`;
  return { ...subjectOf(resource), reason, cause: 'invalid' };
}

/** Source: Use search expressions in graphs: no alarm can be created on one. */
function search(resource: Resource): Unsupported | undefined {
  const queries = attempt([], () => queriesOf(resource.properties)) ?? [];
  const at = queries.findIndex((query) =>
    /\bSEARCH\s*\(/.test(attempt([], () => query.optionalText('Expression')) ?? ''),
  );
  if (at < 0) return undefined;
  const reason = `Metrics.${at}.Expression: got SEARCH, which no alarm can use, allowed: math on the metrics that Metrics names`;
  return { ...subjectOf(resource), reason, cause: 'invalid' };
}

/** The entries of Metrics; an empty list is as good as none. */
function queriesOf(properties: Properties): Properties[] {
  return properties.has('Metrics') ? properties.objects('Metrics') : [];
}

/** Why the engine cannot play the alarm, or undefined when it can. */
function unsupportedKind({ properties, stack }: Resource): string | undefined {
  if (properties.has('EvaluationCriteria')) return 'PromQL alarms are not modelled';
  if (properties.has('ThresholdMetricId')) return 'anomaly detection bands are not modelled';
  for (const query of properties.objects('Metrics')) {
    const expression = query.optionalText('Expression');
    if (expression !== undefined) {
      const kind = UNSUPPORTED_EXPRESSIONS.find(([pattern]) => pattern.test(expression));
      if (kind) return kind[1];
    }
    const account = query.optionalText('AccountId');
    if (account !== undefined && account !== stack.accountId && !hasUnknown(account)) {
      return `metrics of another account (${account}) are not modelled`;
    }
  }
  return undefined;
}

const UNSUPPORTED_EXPRESSIONS: readonly (readonly [RegExp, string])[] = [
  [/^\s*SELECT\b/i, 'Metrics Insights queries are not modelled'],
  [/\bANOMALY_DETECTION_BAND\s*\(/, 'anomaly detection bands are not modelled'],
];

/** What of an alarm the engine leaves out. */
function gapOf(alarm: MetricAlarm): string | undefined {
  if (alarm.wallClockWindow && periodOf(alarm) === WEEK)
    return 'a wall-clock window of weeks is not modelled';
  return notModelledReason(() => alarm.metrics && compileQueries(alarm.metrics));
}

const WEEK = 604_800;

/** The alarm, or undefined when something of it is wrong or not known; `problems` says what, all of it. */
function metricAlarm(resource: Resource, problems: TemplateProblem[]): MetricAlarm | undefined {
  const { properties } = resource;
  const before = problems.length;
  const read = <T>(step: () => T): T => attempt(problems, step) as T;
  const optional = <K extends string, T>(key: K, step: () => T | undefined): { [_ in K]?: T } => {
    const value = read(step);
    return (value === undefined ? {} : { [key]: value }) as { [_ in K]?: T };
  };
  const alarm: MetricAlarm = {
    ...read(() => alarmBase(resource)),
    ...read(() => subject(properties)),
    comparisonOperator: read(() => properties.oneOf('ComparisonOperator', COMPARISONS)),
    threshold: read(() => properties.number('Threshold')),
    evaluationPeriods: read(() =>
      positive(properties, 'EvaluationPeriods', properties.number('EvaluationPeriods')),
    ),
    ...optional('datapointsToAlarm', () => {
      const value = properties.optionalNumber('DatapointsToAlarm');
      return value === undefined ? undefined : positive(properties, 'DatapointsToAlarm', value);
    }),
    ...optional('treatMissingData', () => properties.optionalOneOf('TreatMissingData', TREATMENTS)),
    ...optional('evaluateLowSampleCountPercentile', () =>
      properties.optionalOneOf('EvaluateLowSampleCountPercentile', ['evaluate', 'ignore'] as const),
    ),
    ...read(() => warmUp(properties)),
    ...read(() => wallClockWindow(properties)),
  };
  return problems.length > before ? undefined : alarm;
}

/** Either one metric, or metric math. */
function subject(properties: Properties): Pick<MetricAlarm, 'metric' | 'metrics'> {
  const hasMetric = properties.has('MetricName');
  const hasQueries = queriesOf(properties).length > 0;
  if (!hasMetric && !hasQueries) {
    throw templateError(
      'bad-property',
      properties.where,
      'names nothing to watch: needs MetricName with Namespace, Statistic and Period, or Metrics, or EvaluationCriteria',
    );
  }
  if (!hasQueries) {
    const stat = statistic(properties);
    return { metric: metricStat(properties, dimensions(properties), properties.number('Period'), stat) };
  }
  if (hasMetric) {
    throw templateError(
      'bad-property',
      `${properties.where}.Metrics`,
      'an alarm has either MetricName or Metrics, not both',
    );
  }
  return { metrics: properties.objects('Metrics').map(metricDataQuery) };
}

/** Source: AWS::CloudWatch::Alarm, Statistic and ExtendedStatistic. */
function statistic(properties: Properties): string {
  const extended = properties.optionalKnownText('ExtendedStatistic');
  if (extended === undefined) {
    const stat = properties.knownText('Statistic');
    if (!/^((p|tm|tc|ts|wm|pr)[\d(]|iqm)/i.test(stat)) return stat;
    throw properties.wrong(
      'Statistic',
      stat,
      `${STATISTICS.join(', ')}; a percentile is an ExtendedStatistic`,
    );
  }
  if (properties.has('Statistic')) {
    throw properties.wrong('ExtendedStatistic', extended, 'this or Statistic, not both');
  }
  return extended;
}

const STATISTICS: readonly string[] = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];

function metricDataQuery(query: Properties): MetricDataQuery {
  const stat = query.object('MetricStat');
  const metric = stat?.object('Metric');
  if (stat && !metric) throw stat.wrong('Metric', undefined, 'a metric');
  const expression = query.optionalKnownText('Expression');
  if ((expression === undefined) === (stat === undefined)) {
    throw templateError('bad-property', query.where, 'needs either Expression or MetricStat');
  }
  const label = query.optionalText('Label');
  const period = query.optionalNumber('Period');
  const unit = stat?.optionalText('Unit');
  const accountId = query.optionalText('AccountId');
  return {
    id: query.text('Id'),
    ...(label === undefined ? {} : { label }),
    // CloudFormation's default: the query is the alarm's result unless it says otherwise.
    returnData: query.boolean('ReturnData', true),
    ...(expression === undefined ? {} : { expression }),
    ...(period === undefined ? {} : { period }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(stat && metric
      ? {
          metricStat: {
            ...metricStat(metric, dimensions(metric), stat.number('Period'), stat.knownText('Stat')),
            ...(unit === undefined ? {} : { unit }),
          },
        }
      : {}),
  };
}

function warmUp(properties: Properties): Pick<MetricAlarm, 'warmUp'> {
  const configuration = properties.object('WarmUpConfiguration');
  if (!configuration) return {};
  return {
    warmUp: {
      minutes: configuration.number('WarmUpPeriodDurationInMinutes'),
      onlyAfterwards: configuration.boolean('OnlyStartEvaluatingAfterWarmUpPeriodEnds', false),
    },
  };
}

function wallClockWindow(properties: Properties): Pick<MetricAlarm, 'wallClockWindow'> {
  const window = properties.object('EvaluationWindow')?.object('WallClockWindow');
  return window ? { wallClockWindow: { timezone: window.optionalText('Timezone') ?? 'UTC' } } : {};
}

function positive(properties: Properties, name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw properties.wrong(name, value, 'a whole number of at least 1');
}

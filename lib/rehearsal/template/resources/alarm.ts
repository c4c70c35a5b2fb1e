import { compileQueries } from '../../../engine';
import type {
  ComparisonOperator,
  MetricAlarm,
  MetricDataQuery,
  TreatMissingData,
} from '../../../engine/model';
import { periodOf } from '../../report/alarm-text';
import type { Properties } from '../properties';
import type { Resource } from '../resource';
import { templateError } from '../template-error';
import type { Unsupported } from '../template-model';
import { alarmBase, dimensions, metricStat } from './alarm-parts';
import { notModelledReason } from './not-modelled';

/** AWS::CloudWatch::Alarm: a metric alarm, or the reason why it is a kind that is not modelled. */
export function readAlarm(resource: Resource): { alarms: MetricAlarm[]; unsupported: Unsupported[] } {
  const reason = unsupportedKind(resource);
  if (reason !== undefined) {
    return {
      alarms: [],
      unsupported: [{ logicalId: resource.logicalId, type: resource.type, reason }],
    };
  }
  const alarm = metricAlarm(resource);
  const gap = gapOf(alarm);
  if (gap === undefined) return { alarms: [alarm], unsupported: [] };
  return { alarms: [], unsupported: [{ logicalId: resource.logicalId, type: resource.type, reason: gap }] };
}

// --- internal ---

const COMPARISONS: readonly ComparisonOperator[] = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const TREATMENTS: readonly TreatMissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

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
    if (account !== undefined && account !== stack.accountId) {
      return `metrics of another account (${account}) are not modelled`;
    }
  }
  return undefined;
}

const UNSUPPORTED_EXPRESSIONS: readonly (readonly [RegExp, string])[] = [
  [/^\s*SELECT\b/i, 'Metrics Insights queries are not modelled'],
  [/\bANOMALY_DETECTION_BAND\s*\(/, 'anomaly detection bands are not modelled'],
  [/\bSEARCH\s*\(/, 'SEARCH is not allowed in an alarm'],
];

/** What of an alarm the engine leaves out. */
function gapOf(alarm: MetricAlarm): string | undefined {
  if (alarm.wallClockWindow && periodOf(alarm) === WEEK)
    return 'a wall-clock window of weeks is not modelled';
  return notModelledReason(() => alarm.metrics && compileQueries(alarm.metrics));
}

const WEEK = 604_800;

function metricAlarm(resource: Resource): MetricAlarm {
  const { properties } = resource;
  const treatMissingData = properties.optionalOneOf('TreatMissingData', TREATMENTS);
  const datapointsToAlarm = properties.optionalNumber('DatapointsToAlarm');
  const lowSamples = properties.optionalOneOf('EvaluateLowSampleCountPercentile', [
    'evaluate',
    'ignore',
  ] as const);
  return {
    ...alarmBase(resource),
    ...subject(properties),
    comparisonOperator: properties.oneOf('ComparisonOperator', COMPARISONS),
    threshold: properties.number('Threshold'),
    evaluationPeriods: positive(properties, 'EvaluationPeriods', properties.number('EvaluationPeriods')),
    ...(datapointsToAlarm === undefined
      ? {}
      : { datapointsToAlarm: positive(properties, 'DatapointsToAlarm', datapointsToAlarm) }),
    ...(treatMissingData === undefined ? {} : { treatMissingData }),
    ...(lowSamples === undefined ? {} : { evaluateLowSampleCountPercentile: lowSamples }),
    ...warmUp(properties),
    ...wallClockWindow(properties),
  };
}

/** Either one metric, or metric math. */
function subject(properties: Properties): Pick<MetricAlarm, 'metric' | 'metrics'> {
  if (!properties.has('Metrics')) {
    const stat = properties.optionalText('ExtendedStatistic') ?? properties.text('Statistic');
    return { metric: metricStat(properties, dimensions(properties), properties.number('Period'), stat) };
  }
  if (properties.has('MetricName')) {
    throw templateError(
      'bad-property',
      `${properties.where}.Metrics`,
      'an alarm has either MetricName or Metrics, not both',
    );
  }
  return { metrics: properties.objects('Metrics').map(metricDataQuery) };
}

function metricDataQuery(query: Properties): MetricDataQuery {
  const stat = query.object('MetricStat');
  const metric = stat?.object('Metric');
  if (stat && !metric) throw stat.wrong('Metric', undefined, 'a metric');
  const expression = query.optionalText('Expression');
  if ((expression === undefined) === (stat === undefined)) {
    throw templateError('bad-property', query.where, 'needs either Expression or MetricStat');
  }
  const label = query.optionalText('Label');
  const period = query.optionalNumber('Period');
  const unit = stat?.optionalText('Unit');
  return {
    id: query.text('Id'),
    ...(label === undefined ? {} : { label }),
    // CloudFormation's default: the query is the alarm's result unless it says otherwise.
    returnData: query.boolean('ReturnData', true),
    ...(expression === undefined ? {} : { expression }),
    ...(period === undefined ? {} : { period }),
    ...(stat && metric
      ? {
          metricStat: {
            ...metricStat(metric, dimensions(metric), stat.number('Period'), stat.text('Stat')),
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

import { isBasicStatistic } from '../metric/statistic';
import type {
  AlarmState,
  CompositeAlarm,
  Dimensions,
  MetricAlarm,
  MetricDataQuery,
  MetricStat,
} from '../model';
import { type AlarmChange, type AlarmHome, isComposite, type StateRecord } from '../model/alarm-change';
import type { CompositeReasonData } from '../model/state-reason-data';
import { Double, jsonText } from '../text/json-text';
import { timestampText } from '../text/time-text';
import { regionName } from './region-names';

/**
 * The subject of an alarm's SNS message, at most 100 characters: the name is cut, with `...`, and every run of
 * characters outside ASCII in it is one `_`.
 */
export function notificationSubject(state: AlarmState, alarmName: string, region: string): string {
  const subject = (name: string) => `${state}: "${name}" in ${regionName(region)}`;
  const name = alarmName.replace(/[^\x20-\x7e]+/g, '_');
  const room = MOST_CHARACTERS - subject('').length;
  return subject(name.length <= room ? name : `${name.slice(0, room - 3)}...`);
}

/** The SNS message of an alarm's change: JSON text with CloudWatch's members in CloudWatch's order. */
export function notificationBody(change: AlarmChange, home: AlarmHome): string {
  const { alarm } = change;
  return jsonText(isComposite(alarm) ? compositeBody(change, alarm, home) : metricBody(change, alarm, home));
}

// --- internal ---

/** SNS's limit. */
const MOST_CHARACTERS = 100;

function metricBody(change: AlarmChange, alarm: MetricAlarm, home: AlarmHome): object {
  const { AlarmName, AlarmDescription, AWSAccountId, ...state } = headers(change, home);
  return {
    AlarmName,
    AlarmDescription,
    AWSAccountId,
    AlarmConfigurationUpdatedTimestamp: timestampText(home.configuredAt),
    ...state,
    OldStateValue: change.previous.value,
    ActionExecutedAfterMuteWindow: change.isAfterMute,
    ...actionLists(change),
    Trigger: alarm.metric ? metricTrigger(alarm, alarm.metric) : mathTrigger(alarm),
    ...tags(alarm),
  };
}

function compositeBody(change: AlarmChange, alarm: CompositeAlarm, home: AlarmHome): object {
  return {
    ...headers(change, home),
    ...actionLists(change),
    ActionExecutedAfterMuteWindow: change.isAfterMute,
    OldStateValue: change.previous.value,
    AlarmRule: alarm.alarmRule,
    TriggeringChildren: triggeringAlarms(change.state).map(({ arn, state }) => ({
      Arn: arn,
      State: { Value: state.value, Timestamp: state.timestamp },
    })),
    ...tags(alarm),
  };
}

/**
 * Source: CloudWatch user guide, "Alarm tags in action payloads": a list of tags and its status. That a tag is Key and
 * Value is taken from ListTagsForResource; the guide's own example was not at hand.
 */
const tags = ({ propagatedTags }: MetricAlarm | CompositeAlarm): object =>
  propagatedTags === undefined
    ? {}
    : {
        AlarmTags: Object.entries(propagatedTags).map(([Key, Value]) => ({ Key, Value })),
        AlarmTagsStatus: 'SUCCESS',
      };

const triggeringAlarms = ({ reasonData }: StateRecord): CompositeReasonData['triggeringAlarms'] =>
  reasonData && 'triggeringAlarms' in reasonData ? reasonData.triggeringAlarms : [];

const headers = ({ alarm, state }: AlarmChange, home: AlarmHome) => ({
  AlarmName: alarm.alarmName,
  AlarmDescription: alarm.alarmDescription ?? null,
  AWSAccountId: home.accountId,
  NewStateValue: state.value,
  NewStateReason: state.reason,
  StateChangeTime: timestampText(state.timestamp),
  Region: regionName(home.region),
  AlarmArn: alarm.alarmArn,
});

const actionLists = ({ alarm }: AlarmChange) => ({
  OKActions: alarm.okActions,
  AlarmActions: alarm.alarmActions,
  InsufficientDataActions: alarm.insufficientDataActions,
});

function metricTrigger(alarm: MetricAlarm, metric: MetricStat): object {
  return {
    MetricName: metric.metricName,
    Namespace: metric.namespace,
    ...statistic(metric.stat),
    Unit: metric.unit ?? null,
    Dimensions: dimensions(metric.dimensions),
    Period: metric.period,
    ...evaluation(alarm),
  };
}

function mathTrigger(alarm: MetricAlarm): object {
  const queries = alarm.metrics!;
  const period = queries.find(({ metricStat }) => metricStat)?.metricStat?.period ?? queries[0]?.period;
  return { Period: period, ...evaluation(alarm), Metrics: queries.map(mathQuery) };
}

const evaluation = (alarm: MetricAlarm) => ({
  EvaluationPeriods: alarm.evaluationPeriods,
  DatapointsToAlarm: alarm.datapointsToAlarm,
  ComparisonOperator: alarm.comparisonOperator,
  Threshold: new Double(alarm.threshold),
  TreatMissingData: alarm.treatMissingData ?? '',
  EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile ?? '',
});

const mathQuery = (query: MetricDataQuery): object => {
  const { id, label, expression, metricStat, period, returnData, accountId } = query;
  return {
    Expression: expression,
    Id: id,
    Label: label,
    MetricStat: metricStat && {
      Metric: {
        Dimensions: dimensions(metricStat.dimensions),
        MetricName: metricStat.metricName,
        Namespace: metricStat.namespace,
      },
      Period: metricStat.period,
      Stat: metricStat.stat,
      Unit: metricStat.unit,
    },
    Period: period,
    ReturnData: returnData,
    AccountId: accountId,
  };
};

/** `AVERAGE`, `SAMPLE_COUNT` …; extended statistics have a member of their own. */
function statistic(stat: string): object {
  if (!isBasicStatistic(stat)) return { StatisticType: 'ExtendedStatistic', ExtendedStatistic: stat };
  return {
    StatisticType: 'Statistic',
    Statistic: stat.replace(/(?<=[a-z])(?=[A-Z])/, '_').toUpperCase(),
  };
}

const dimensions = (set: Dimensions): object[] =>
  Object.entries(set).map(([name, value]) => ({ value, name }));

import type { CompositeAlarm, MetricAlarm, MetricStat } from '../model';
import { type AlarmChange, type AlarmHome, isComposite, type StateRecord } from '../model/alarm-change';
import type { AlarmConfiguration, EventState, StateChangeEvent } from '../model/state-change-event';
import type { CompositeReasonData, ReasonData } from '../model/state-reason-data';
import { Double, jsonText } from '../text/json-text';
import { timestampText, wholeSecondsText } from '../text/time-text';
import { stableUuid } from './stable-uuid';

/** The event that EventBridge gets for every change of state, whether or not actions are enabled. */
export function stateChangeEvent(change: AlarmChange, home: AlarmHome): StateChangeEvent {
  const { alarm, at } = change;
  return {
    version: '0',
    id: stableUuid(`${alarm.alarmArn} ${at} ${change.state.value} ${change.state.actionsSuppressedBy}`),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: home.accountId,
    time: wholeSecondsText(at),
    region: home.region,
    resources: [alarm.alarmArn],
    detail: {
      alarmName: alarm.alarmName,
      state: eventState(change.state),
      previousState: eventState(change.previous),
      configuration: configuration(alarm),
      ...tags(alarm),
    },
  };
}

/** The event, as JSON text, that a Lambda action is invoked with. */
export function lambdaActionEvent(change: AlarmChange, home: AlarmHome): string {
  const { alarm, at } = change;
  return JSON.stringify({
    source: 'aws.cloudwatch',
    alarmArn: alarm.alarmArn,
    accountId: home.accountId,
    time: timestampText(at),
    region: home.region,
    alarmData: {
      alarmName: alarm.alarmName,
      state: eventState(change.state),
      previousState: eventState(change.previous),
      configuration: configuration(alarm),
      ...tags(alarm),
    },
  });
}

/** Reason data as JSON text, its measurements with a decimal. */
export function reasonDataText(data: ReasonData | CompositeReasonData): string {
  if ('triggeringAlarms' in data) return JSON.stringify(data);
  return jsonText({
    ...data,
    recentDatapoints: data.recentDatapoints.map((value) => (value === null ? null : new Double(value))),
    threshold: new Double(data.threshold),
    evaluatedDatapoints: data.evaluatedDatapoints.map(({ timestamp, sampleCount, value }) => ({
      timestamp,
      sampleCount: sampleCount === undefined ? undefined : new Double(sampleCount),
      value: value === undefined ? undefined : new Double(value),
    })),
  });
}

// --- internal ---

const eventState = (state: StateRecord): EventState => ({
  value: state.value,
  reason: state.reason,
  ...(state.reasonData === undefined ? {} : { reasonData: reasonDataText(state.reasonData) }),
  timestamp: timestampText(state.timestamp),
  ...(state.actionsSuppressedBy
    ? {
        actionsSuppressedBy: state.actionsSuppressedBy,
        actionsSuppressedReason: state.actionsSuppressedReason,
      }
    : {}),
});

/** Source: CloudWatch user guide, "Alarm events and EventBridge": an object of the tags, and its status. */
const tags = ({ propagatedTags }: MetricAlarm | CompositeAlarm) =>
  propagatedTags === undefined ? {} : { alarmTags: propagatedTags, alarmTagsStatus: 'SUCCESS' as const };

function configuration(alarm: MetricAlarm | CompositeAlarm): AlarmConfiguration {
  const description = alarm.alarmDescription === undefined ? {} : { description: alarm.alarmDescription };
  if (isComposite(alarm)) {
    return {
      ...description,
      alarmRule: alarm.alarmRule,
      ...(alarm.actionsSuppressor
        ? {
            actionsSuppressor: alarm.actionsSuppressor,
            actionsSuppressorWaitPeriod: alarm.actionsSuppressorWaitPeriod,
            actionsSuppressorExtensionPeriod: alarm.actionsSuppressorExtensionPeriod,
          }
        : {}),
    };
  }
  return { ...description, metrics: alarm.metric ? [singleMetric(alarm, alarm.metric)] : mathMetrics(alarm) };
}

const singleMetric = (alarm: MetricAlarm, metric: MetricStat): object => ({
  id: stableUuid(alarm.alarmArn),
  metricStat: metricStat(metric),
  returnData: true,
});

const mathMetrics = (alarm: MetricAlarm): object[] =>
  alarm.metrics!.map((query) => ({
    id: query.id,
    ...(query.expression === undefined ? {} : { expression: query.expression }),
    ...(query.accountId === undefined ? {} : { accountId: query.accountId }),
    ...(query.label === undefined ? {} : { label: query.label }),
    ...(query.period === undefined ? {} : { period: query.period }),
    ...(query.metricStat ? { metricStat: metricStat(query.metricStat) } : {}),
    returnData: query.returnData,
  }));

const metricStat = ({ namespace, metricName, dimensions, period, stat, unit }: MetricStat): object => ({
  metric: { namespace, name: metricName, dimensions },
  period,
  stat,
  ...(unit === undefined ? {} : { unit }),
});

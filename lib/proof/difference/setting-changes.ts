import type { MetricAlarm } from '../../engine/model';
import { alarmSubject, comparisonSign, periodOf } from '../../rehearsal';
import { formatDuration } from '../../text';
import type { AnyAlarm } from './alarm-pairs';

/** A setting that differs, in words; absent where an alarm has none. */
export interface SettingChange {
  readonly setting: string;
  readonly before?: string;
  readonly after?: string;
}

/** What of an alarm decides when it alarms and whether it acts; its texts and tags are left out. */
export function settingChanges(before: AnyAlarm, after: AnyAlarm): SettingChange[] {
  const [old, now] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((setting) =>
    old[setting] === now[setting]
      ? []
      : [
          {
            setting,
            ...(old[setting] === undefined ? {} : { before: old[setting] }),
            ...(now[setting] === undefined ? {} : { after: now[setting] }),
          },
        ],
  );
}

// --- internal ---

type Settings = Readonly<Record<string, string | undefined>>;

function settingsOf(alarm: AnyAlarm): Settings {
  const actions = alarm.actionsEnabled ? 'enabled' : 'disabled';
  if (!('alarmRule' in alarm)) return { ...metricSettings(alarm), actions };
  const { alarmRule, actionsSuppressor, actionsSuppressorWaitPeriod, actionsSuppressorExtensionPeriod } =
    alarm;
  return {
    rule: alarmRule,
    suppressor: actionsSuppressor,
    'wait for the suppressor': seconds(actionsSuppressorWaitPeriod),
    'extension of the suppressor': seconds(actionsSuppressorExtensionPeriod),
    actions,
  };
}

function metricSettings(alarm: MetricAlarm): Settings {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, metrics, metric } = alarm;
  return {
    watches: alarmSubject(alarm),
    'metrics of its expression': metrics ? inputsText(metrics) : undefined,
    threshold: `${comparisonSign(alarm.comparisonOperator)} ${alarm.threshold}`,
    datapoints: `${datapointsToAlarm} of ${evaluationPeriods}`,
    period: formatDuration(periodOf(alarm)),
    'missing data': alarm.treatMissingData ?? 'missing',
    unit: metric?.unit,
    'percentiles of few samples': alarm.evaluateLowSampleCountPercentile,
    'warm-up': alarm.warmUp && `${alarm.warmUp.minutes}m`,
    'wall clock': alarm.wallClockWindow?.timezone,
  };
}

function inputsText(metrics: NonNullable<MetricAlarm['metrics']>): string {
  return metrics
    .map(({ id, expression, metricStat }) => {
      if (!metricStat) return `${id} = ${expression ?? ''}`;
      const { namespace, metricName, dimensions, stat } = metricStat;
      const set = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
      return `${id} = ${stat} of ${namespace} ${metricName} {${set.join(', ')}}`;
    })
    .join('; ');
}

const seconds = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : formatDuration(value);

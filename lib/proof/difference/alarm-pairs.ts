import { metricKey } from '../../engine';
import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import type { TemplateModel } from '../../rehearsal';

export type AnyAlarm = MetricAlarm | CompositeAlarm;

/** An alarm of the old template and what it is in the new one; one of the two where there is no other. */
export interface AlarmPair {
  readonly before?: AnyAlarm;
  readonly after?: AnyAlarm;
}

/** All alarms of a template that can be played, metric alarms first. */
export const alarmsOf = ({ alarms, compositeAlarms }: TemplateModel): AnyAlarm[] => [
  ...alarms,
  ...compositeAlarms,
];

/**
 * Pairs the alarms of two templates: by name; then, for a renamed one, by what it watches, the nearest settings first;
 * then by logical id. The order is that of the new template, those that are gone last.
 */
export function alarmPairs(before: TemplateModel, after: TemplateModel): AlarmPair[] {
  const open = new Set(alarmsOf(before));
  const found = new Map<AnyAlarm, AnyAlarm>();
  const idsBefore = logicalIds(before);
  const idsAfter = logicalIds(after);
  const passes: ((old: AnyAlarm, now: AnyAlarm) => boolean)[] = [
    (old, now) => old.alarmName === now.alarmName,
    (old, now) => watchedBy(old) === watchedBy(now) && settingsOf(old) === settingsOf(now),
    (old, now) => watchedBy(old) === watchedBy(now),
    (old, now) => isSet(idsBefore.get(old.alarmName), idsAfter.get(now.alarmName)),
  ];
  for (const isSame of passes) {
    for (const now of alarmsOf(after)) {
      if (found.has(now)) continue;
      const old = [...open].find((one) => isSame(one, now));
      if (!old) continue;
      found.set(now, old);
      open.delete(old);
    }
  }
  return [
    ...alarmsOf(after).map((now) => ({ after: now, ...(found.has(now) ? { before: found.get(now)! } : {}) })),
    ...[...open].map((old) => ({ before: old })),
  ];
}

/** What an alarm watches and in which direction; of metric math the expressions and what they read. */
export function watchedBy(alarm: AnyAlarm): string {
  if ('alarmRule' in alarm) return `rule ${alarm.alarmRule}`;
  const { metric, metrics = [], comparisonOperator } = alarm;
  const direction = comparisonOperator.startsWith('Greater') ? 'above' : 'below';
  if (metric) return `${direction} ${metricKey(metric)}`;
  const parts = metrics.map(({ id, expression, metricStat }) => [
    id,
    expression ?? '',
    metricStat ? metricKey(metricStat) : '',
  ]);
  return `${direction} ${JSON.stringify(parts)}`;
}

// --- internal ---

function settingsOf(alarm: AnyAlarm): string {
  if ('alarmRule' in alarm) return '';
  const { threshold, metric, evaluationPeriods } = alarm;
  return JSON.stringify([threshold, metric?.stat, metric?.period, evaluationPeriods]);
}

function logicalIds({ resources }: TemplateModel): ReadonlyMap<string, string> {
  return new Map(
    resources
      .filter(({ type, name }) => name !== undefined && /^AWS::CloudWatch::\w*Alarm$/.test(type))
      .map(({ name, logicalId }) => [name!, logicalId]),
  );
}

const isSet = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b;

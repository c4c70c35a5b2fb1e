import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import type { TemplateModel } from '../template';
import { ALARM, COMPOSITE, type Remark } from './check';

/** Every composite: what holds for them does not depend on whether they can be played. */
export const everyComposite = ({ compositeAlarms, blindComposites }: TemplateModel): CompositeAlarm[] => [
  ...compositeAlarms,
  ...blindComposites,
];

/** Metric alarms and composites, each with its resource type, for rules that hold for both. */
export function everyAlarm(model: TemplateModel): { type: string; alarm: MetricAlarm | CompositeAlarm }[] {
  return [
    ...model.alarms.map((alarm) => ({ type: ALARM, alarm })),
    ...everyComposite(model).map((alarm) => ({ type: COMPOSITE, alarm })),
  ];
}

/** A remark on an alarm. */
export function onAlarm(type: string, alarm: MetricAlarm | CompositeAlarm, message: string): Remark {
  return { type, name: alarm.alarmName, message };
}

/** Every action of an alarm, each once. */
export function actionsOf(
  alarm: Pick<MetricAlarm, 'alarmActions' | 'okActions' | 'insufficientDataActions'>,
): string[] {
  return [...new Set([...alarm.alarmActions, ...alarm.okActions, ...alarm.insufficientDataActions])];
}

/** The names of all alarms; those of kinds that are not modelled exist all the same. */
export function everyAlarmName({ resources }: TemplateModel): string[] {
  return resources.flatMap(({ type, name }) =>
    type.startsWith('AWS::CloudWatch::') && type.endsWith('Alarm') && name ? [name] : [],
  );
}

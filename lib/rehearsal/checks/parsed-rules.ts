import { type AlarmRule, parseAlarmRule } from '../../engine';
import type { CompositeAlarm } from '../../engine/model';
import type { TemplateModel } from '../template';

/** The composites whose rules parse; the others are the finding of composite-rule-invalid. */
export function parsedRules({
  compositeAlarms,
}: TemplateModel): { alarm: CompositeAlarm; rule: AlarmRule }[] {
  return compositeAlarms.flatMap((alarm) => {
    try {
      return [{ alarm, rule: parseAlarmRule(alarm.alarmRule) }];
    } catch {
      return [];
    }
  });
}

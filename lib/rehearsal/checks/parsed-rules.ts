import { type AlarmRule, parseAlarmRule } from '../../engine';
import type { CompositeAlarm } from '../../engine/model';
import type { TemplateModel } from '../template';
import { everyComposite } from './every-alarm';

/** The composites whose rules parse; the others are the finding of composite-rule-invalid. */
export function parsedRules(model: TemplateModel): { alarm: CompositeAlarm; rule: AlarmRule }[] {
  return everyComposite(model).flatMap((alarm) => {
    try {
      return [{ alarm, rule: parseAlarmRule(alarm.alarmRule) }];
    } catch {
      return [];
    }
  });
}

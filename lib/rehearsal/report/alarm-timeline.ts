import type { Rehearsal } from '../rehearse';
import type { TemplateModel } from '../template';
import { alarmDatapoints } from './alarm-datapoints';
import { alarmText } from './alarm-text';
import { timelineChart } from './timeline-chart';

/** The chart of one alarm over a rehearsal. */
export function alarmTimeline(model: TemplateModel, rehearsal: Rehearsal, alarmName: string): string[] {
  const { incident, histories, outcome } = rehearsal;
  const start = incident.start;
  const end = start + incident.length;
  const metric = model.alarms.find((alarm) => alarm.alarmName === alarmName);
  const alarm = metric ?? model.compositeAlarms.find((one) => one.alarmName === alarmName);
  const history = histories.get(alarmName);
  if (!alarm || !history) return [];
  return timelineChart({
    subject: alarmText(alarm),
    history,
    start,
    end,
    ...(metric ? { datapoints: alarmDatapoints(metric, outcome.metrics, start, end) } : {}),
  });
}

import type { MetricId } from '../../engine/model';
import { feedProblem } from '../catalogue/feed-problem';
import { metricsOf } from '../rehearse/metric-readers';
import type { TemplateModel } from '../template';
import { ALARM, type Check, type Remark } from './check';

export const alarmNotFed: Check = {
  code: 'alarm-not-fed',
  severity: 'error',
  rule: 'somebody publishes exactly the namespace, name and dimensions that an alarm reads',
  consequence: 'the alarm sees no data, ever',
  find: (model) => feedRemarks(model, true),
};

/**
 * Remarks on metrics of which it is certain, or only likely, that they have no data. What an alarm reads that cannot be
 * played is judged all the same.
 */
export function feedRemarks(model: TemplateModel, isCertain: boolean): Remark[] {
  const readers = [
    ...model.alarms.map((alarm) => ({ type: ALARM, name: alarm.alarmName, reads: metricsOf(alarm) })),
    ...model.incompleteAlarms.map(({ type, alarmName, reads }) => ({ type, name: alarmName, reads })),
  ];
  return readers.flatMap(({ type, name, reads }) =>
    reads.flatMap((metric: MetricId) => {
      const problem = feedProblem(metric, model);
      return problem?.isCertain === isCertain ? [{ type, name, message: problem.message }] : [];
    }),
  );
}

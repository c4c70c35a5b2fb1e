import { metricsOf } from '../rehearse/metric-readers';
import type { TemplateModel } from '../template';
import { ALARM, type Check, type Remark } from './check';
import { onAlarm } from './every-alarm';
import { feedProblem } from './feed-problem';

export const alarmNotFed: Check = {
  code: 'alarm-not-fed',
  severity: 'error',
  rule: 'somebody publishes exactly the namespace, name and dimensions that an alarm reads',
  consequence: 'the alarm sees no data, ever',
  find: (model) => feedRemarks(model, true),
};

/** Remarks on metrics of which it is certain, or only likely, that they have no data. */
export function feedRemarks(model: TemplateModel, isCertain: boolean): Remark[] {
  return model.alarms.flatMap((alarm) =>
    metricsOf(alarm).flatMap((metric) => {
      const problem = feedProblem(metric, model);
      return problem?.isCertain === isCertain ? [onAlarm(ALARM, alarm, problem.message)] : [];
    }),
  );
}

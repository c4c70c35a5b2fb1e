import { feedRemarks } from './alarm-not-fed';
import type { Check } from './check';

export const alarmMetricUnknown: Check = {
  code: 'alarm-metric-unknown',
  severity: 'warning',
  rule: "a metric of an AWS service is in the catalogue, with the alarm's dimensions",
  consequence: 'the alarm sees no data, unless AWS has added the metric since',
  find: (model) => feedRemarks(model, false),
};

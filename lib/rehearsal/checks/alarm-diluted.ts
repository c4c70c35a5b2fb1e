import { metricsOf } from '../rehearse/metric-readers';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmDiluted: Check = {
  code: 'alarm-diluted',
  severity: 'warning',
  rule: 'a metric filter with a default value is read as Sum or Maximum',
  consequence:
    'the default is published for every other line of the group, so an average, minimum or count measures them',
  find: ({ alarms, metricFilters }) =>
    alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ namespace, metricName, stat }) => {
        const filter = metricFilters.find(
          (one) =>
            one.metricNamespace === namespace &&
            one.metricName === metricName &&
            one.defaultValue !== undefined,
        );
        if (!filter || SAFE.includes(stat)) return [];
        const text = `reads ${stat} of ${metricName}, which has default value ${filter.defaultValue}`;
        return [onAlarm(ALARM, alarm, text)];
      }),
    ),
};

// --- internal ---

const SAFE = ['Sum', 'Maximum'];

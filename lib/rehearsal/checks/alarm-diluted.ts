import { metricsOf } from '../rehearse/metric-readers';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmDiluted: Check = {
  code: 'alarm-diluted',
  severity: 'warning',
  rule: 'a metric filter with a default value, or beside one that writes zeros, is read as Sum or Maximum',
  consequence: 'the other lines of the group count too, so an average, minimum or count measures them',
  find: ({ alarms, metricFilters }) =>
    alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ namespace, metricName, stat }) => {
        if (SAFE.includes(stat)) return [];
        const filters = metricFilters.filter(
          (one) => one.metricNamespace === namespace && one.metricName === metricName,
        );
        const filter = filters.find(({ defaultValue }) => defaultValue !== undefined);
        if (filter) {
          const text = `reads ${stat} of ${metricName}, which has default value ${filter.defaultValue}`;
          return [onAlarm(ALARM, alarm, text)];
        }
        const zeros =
          filters.length > 1 ? filters.find(({ metricValue }) => Number(metricValue) === 0) : undefined;
        if (!zeros) return [];
        return [
          onAlarm(
            ALARM,
            alarm,
            `reads ${stat} of ${metricName}, into which filter ${zeros.filterName} writes zeros`,
          ),
        ];
      }),
    ),
};

// --- internal ---

const SAFE = ['Sum', 'Maximum'];

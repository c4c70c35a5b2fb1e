import type { MetricStat } from '../../engine/model';
import { catalogueOf } from '../catalogue';
import { contractMetric } from '../catalogue/contract-metric';
import { workerNamespaces } from '../catalogue/realm-groups';
import { metricsOf } from '../rehearse/metric-readers';
import { hasUnknown, type TemplateModel } from '../template';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmUnitMismatch: Check = {
  code: 'alarm-unit-mismatch',
  severity: 'error',
  rule: 'an alarm that names a unit names the one that is published',
  consequence: 'the alarm never leaves INSUFFICIENT_DATA',
  find: (model) =>
    model.alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap((metric) => {
        const units = publishedUnits(metric, model);
        if (
          metric.unit === undefined ||
          [metric.unit, ...units].some(hasUnknown) ||
          units.length === 0 ||
          units.includes(metric.unit)
        )
          return [];
        const text = `unit: got ${metric.unit}, allowed: ${units.join(' or ')}, or none`;
        return [onAlarm(ALARM, alarm, text)];
      }),
    ),
};

// --- internal ---

function publishedUnits(metric: MetricStat, model: TemplateModel): string[] {
  const { namespace, metricName } = metric;
  const filters = model.metricFilters
    .filter((filter) => filter.metricNamespace === namespace && filter.metricName === metricName)
    .map(({ unit = 'None' }) => unit);
  if (filters.length > 0) return [...new Set(filters)];
  const definition = contractMetric(metric, workerNamespaces(model));
  if (definition) return [definition.unit];
  const catalogue = catalogueOf(namespace);
  const unit = catalogue?.isChecked ? catalogue.metrics.get(metricName)?.unit : undefined;
  return unit === undefined ? [] : [unit];
}

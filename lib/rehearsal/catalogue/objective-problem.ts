import type { MetricId } from '../../engine/model';
import type { TemplateModel } from '../template';

/**
 * Why an objective of the template does not publish the burn rate that is read, or undefined: it publishes one for each
 * look-back window that it is given. Source: CloudWatch user guide, "Calculate burn rates".
 */
export function objectiveProblem(
  { namespace, metricName, dimensions }: MetricId,
  model: TemplateModel,
): string | undefined {
  if (namespace !== 'AWS/ApplicationSignals' || metricName !== 'BurnRate') return undefined;
  const objective = model.objectives.find(({ name }) => name === dimensions.SloName);
  const minutes = objective?.burnRateMinutes;
  const asked = dimensions.BurnRateWindowMinutes;
  if (!objective || !minutes || asked === undefined || minutes.map(String).includes(asked)) return undefined;
  const allowed = minutes.length === 0 ? 'none, it has no BurnRateConfigurations' : minutes.join(', ');
  return `the objective '${objective.name}' publishes no BurnRate of ${asked} minutes, allowed: ${allowed}`;
}

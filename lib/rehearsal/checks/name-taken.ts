import type { TemplateModel, TemplateResource } from '../template';
import type { Check, Remark } from './check';
import { leftOutFor } from './not-modelled';

/** What exists already may be in another template: the one that is deployed beside this one. */
export const nameTaken: Check = {
  code: 'name-taken',
  severity: 'error',
  rule: 'a physical name belongs to one resource, over all templates that are given together',
  consequence: 'CloudFormation refuses the second; of alarms, the second replaces the first',
  find: (model) => [...takenNames(model), ...takenUnknownNames(model), ...takenMetrics(model)],
};

// --- internal ---

const FILTER = 'AWS::Logs::MetricFilter';

/** Metric and composite alarms share one list of names. */
const kindOf = (type: string): string => type.replace('::CompositeAlarm', '::Alarm');

function takenNames({ resources }: TemplateModel): Remark[] {
  const owners = new Map<string, TemplateResource>();
  return resources.flatMap((resource) => {
    const { type, given, id } = resource;
    if (given?.place === undefined) return [];
    const key = `${kindOf(type)} ${given.place} ${given.name}`;
    const owner = owners.get(key);
    owners.set(key, owner ?? resource);
    return owner
      ? [{ type, name: given.name, id, message: `got ${id}, but the name is that of ${owner.id}` }]
      : [];
  });
}

/** Alarms whose names are not known, and are the same all the same. */
function takenUnknownNames(model: TemplateModel): Remark[] {
  const given = new Set(model.resources.flatMap((one) => (one.given && one.name ? [one.name] : [])));
  return leftOutFor('taken', model).filter(({ name }) => !given.has(name));
}

/** Two stacks that feed one metric from one group count a line twice that both of their filters match. */
function takenMetrics({ metricFilters, resources }: TemplateModel): Remark[] {
  const filters = resources.filter(({ type }) => type === FILTER);
  const owners = new Map<string, string>();
  return metricFilters.flatMap((filter) => {
    const { filterName, logGroupName, metricNamespace, metricName, dimensions = {} } = filter;
    const key = JSON.stringify([logGroupName, metricNamespace, metricName, dimensions]);
    const { stackName = '', id = filterName } = filters.find(({ name }) => name === filterName) ?? {};
    const owner = owners.get(key);
    owners.set(key, owner ?? stackName);
    if (owner === undefined || owner === stackName) return [];
    const message = `got ${id}, but stack ${owner} publishes ${metricNamespace} ${metricName} from ${logGroupName} too`;
    return [{ type: FILTER, name: filterName, message }];
  });
}

import { METRICS } from '../../contract';
import type { MetricId } from '../../engine/model';
import { lookUp } from '../../text/look-up';
import { hasUnknown, mayBeEqual, type TemplateModel } from '../template';
import { agentMetrics } from './agent-metrics';
import { CATALOGUE_DATE, catalogueOf } from './catalogue';
import type { CatalogueMetric } from './catalogue-metric';
import { contractMetric } from './contract-metric';
import { nearMetric } from './near-metric';
import { objectiveProblem } from './objective-problem';
import { workerNamespaces } from './realm-groups';

/** Why a metric has no data, as far as that can be told. */
export interface FeedProblem {
  /** Nobody publishes it; otherwise AWS may have added it after the catalogue was made. */
  readonly isCertain: boolean;
  readonly message: string;
}

/**
 * What is wrong with a metric that is read, or undefined. A namespace that neither the template nor the contract nor
 * the catalogue knows is an application's, and in one that a filter publishes in an application may publish as well.
 */
export function feedProblem(metric: MetricId, model: TemplateModel): FeedProblem | undefined {
  const { namespace, metricName, dimensions } = metric;
  if ([namespace, metricName, ...Object.keys(dimensions)].some(hasUnknown)) return undefined;
  const filters = model.metricFilters.filter((filter) => filter.metricName === metricName);
  const feeding = filters.filter(({ metricNamespace }) => mayBeEqual(metricNamespace, namespace));
  const contract = contractMetric(metric, workerNamespaces(model));
  const agent = agentMetrics(model, namespace);
  const sets = [
    ...feeding.map((filter) => Object.keys(filter.dimensions ?? {})),
    ...(contract ? [contract.dimensions] : []),
    ...(agent.get(metricName) ?? []),
  ];
  if (sets.length > 0) return certain(setProblem(metric, sets));
  const objective = objectiveProblem(metric, model);
  if (objective !== undefined) return certain(objective);
  const elsewhere = filters.map(({ metricNamespace }) => metricNamespace).filter((one) => !hasUnknown(one));
  const catalogue = catalogueOf(namespace);
  if (!catalogue) return inOpenNamespace(metric, model, elsewhere, [...agent.keys()]);
  const known = catalogue.metrics.get(metricName);
  if (known) {
    const problem = known.dimensionSets && setProblem(metric, known.dimensionSets, catalogue.metrics);
    return problem === undefined ? undefined : { isCertain: catalogue.isChecked, message: problem };
  }
  const [other] = elsewhere;
  if (other !== undefined) return certain(unpublished(metric, `${other} ${metricName}`));
  const hint = lookUp(NEVER, namespace)?.(metricName);
  if (hint !== undefined) return certain(`${unpublished(metric)}: ${hint}`);
  const near = nearMetric(metricName, [...catalogue.metrics.keys()]);
  if (near !== undefined) return { isCertain: catalogue.isChecked, message: unpublished(metric, near) };
  const message = `${namespace} has no metric ${metricName} in the catalogue of ${CATALOGUE_DATE}`;
  return { isCertain: false, message };
}

// --- internal ---

/** What a service is often believed to publish. Source: EC2 user guide, "List the available CloudWatch metrics". */
const NEVER: Readonly<Record<string, (name: string) => string | undefined>> = {
  'AWS/EC2': (name) =>
    /^(mem|disk|swap)_|^(Memory|DiskSpace|Disk|Swap)(Used|Utili[sz]ation|Available)$/.test(name)
      ? 'an instance does not know it, the CloudWatch agent publishes it, in CWAgent unless told otherwise'
      : undefined,
  'AWS/ECS': (name) =>
    /^(Running|Desired|Pending)TaskCount$/.test(name)
      ? 'Container Insights publishes it, in ECS/ContainerInsights'
      : undefined,
};

function certain(message: string | undefined): FeedProblem | undefined {
  return message === undefined ? undefined : { isCertain: true, message };
}

function inOpenNamespace(
  metric: MetricId,
  model: TemplateModel,
  elsewhere: readonly string[],
  ofAgent: readonly string[],
): FeedProblem | undefined {
  const { namespace, metricName } = metric;
  const here = model.metricFilters.filter(({ metricNamespace }) => metricNamespace === namespace);
  const known = here.map((filter) => filter.metricName);
  if (known.some((name) => hasUnknown(name) && mayBeEqual(name, metricName))) return undefined;
  const isOurs = workerNamespaces(model).has(namespace);
  const near = nearMetric(metricName, [...known, ...ofAgent, ...(isOurs ? Object.keys(METRICS) : [])]);
  if (near !== undefined) return certain(unpublished(metric, near));
  if (isOurs) return certain(unpublished(metric));
  if (here.length > 0) return undefined;
  const nearSpace = nearMetric(namespace, elsewhere);
  return nearSpace === undefined ? undefined : certain(unpublished(metric, `${nearSpace} ${metricName}`));
}

function unpublished({ namespace, metricName }: MetricId, near?: string): string {
  return `nobody publishes ${namespace} ${metricName}${near === undefined ? '' : `, did you mean '${near}'`}`;
}

function setProblem(
  metric: MetricId,
  sets: readonly (readonly string[])[],
  others?: ReadonlyMap<string, CatalogueMetric>,
): string | undefined {
  if (sets.some((set) => isSet(set, metric))) return undefined;
  const { namespace, metricName, dimensions } = metric;
  const few = sets.length > SETS_SHOWN + 1 ? sets.slice(0, SETS_SHOWN) : sets;
  const more = few.length < sets.length ? [`${sets.length - few.length} more`] : [];
  const shown = [...few.map((set) => setText(set)), ...more].join(' or ');
  const near = others && sameWithThese(metric, others);
  const hint = near === undefined ? '' : `, did you mean '${near}'`;
  return `${namespace} ${metricName}: got dimensions ${setText(Object.keys(dimensions))}, allowed: ${shown}${hint}`;
}

/** A metric that is called nearly the same and has these dimensions: 5xx of an HTTP API, 5XXError of a REST API. */
function sameWithThese(metric: MetricId, others: ReadonlyMap<string, CatalogueMetric>): string | undefined {
  const stem = (name: string) => name.toLowerCase().replace(/error$/, '');
  return [...others.values()].find(
    ({ name, dimensionSets }) =>
      stem(name) === stem(metric.metricName) && dimensionSets?.some((set) => isSet(set, metric)),
  )?.name;
}

const SETS_SHOWN = 3;

function isSet(names: readonly string[], { dimensions }: MetricId): boolean {
  return [...names].sort().join() === Object.keys(dimensions).sort().join();
}

function setText(names: readonly string[]): string {
  return names.length === 0 ? 'none' : `{${names.join(', ')}}`;
}

import {
  DEFAULT_SYSTEM,
  LOG_METRIC_NAMESPACE,
  REALM_NAME,
  SYSTEM_NAME,
  systemNamespace,
} from '../../contract';
import type { MetricFilter } from '../../engine/model';
import type { TemplateModel } from '../template';

/** The realm whose workers write to a log group. */
export interface RealmGroup {
  readonly system: string;
  readonly realm: string;
}

/**
 * `/var/log/<system>/<realm>`, as the contract names it. Others have groups of that form, too: a system of another
 * name shows by the metrics of its workers.
 */
export function realmOfGroup(
  logGroupName: string,
  { metricFilters }: Pick<TemplateModel, 'metricFilters'>,
): RealmGroup | undefined {
  const [, system, realm] = /^\/var\/log\/([^/]+)\/([^/]+)$/.exec(logGroupName) ?? [];
  if (!system || !realm || !SYSTEM_NAME.test(system) || !REALM_NAME.test(realm)) return undefined;
  const isOurs = ({ metricNamespace, metricName }: MetricFilter) =>
    metricNamespace === LOG_METRIC_NAMESPACE && metricName.startsWith(`${system}-${realm}-`);
  return system === DEFAULT_SYSTEM || metricFilters.some(isOurs) ? { system, realm } : undefined;
}

/** Where the workers of a template's realms publish unless they are told otherwise; Lava's in any case. */
export function workerNamespaces(model: Pick<TemplateModel, 'metricFilters'>): ReadonlySet<string> {
  const groups = new Set(model.metricFilters.map(({ logGroupName }) => logGroupName));
  const systems = [...groups].flatMap((group) => realmOfGroup(group, model)?.system ?? []);
  return new Set([DEFAULT_SYSTEM, ...systems].map(systemNamespace));
}

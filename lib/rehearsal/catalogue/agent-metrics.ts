import { lookUp } from '../../text/look-up';
import type { AgentConfiguration, TemplateModel } from '../template';
import { hasUnknown } from '../template';
import { isRecord } from '../template/is-record';

/** The namespace in which the CloudWatch agent publishes unless it is told otherwise. */
export const AGENT_NAMESPACE = 'CWAgent';

/**
 * The sets of dimensions with which the CloudWatch agent publishes each metric of a namespace, as the template's own
 * configurations have it; a metric whose sets are not known is left out. Source: CloudWatch user guide, "Manually create
 * or edit the CloudWatch agent configuration file" and "Metrics collected by the CloudWatch agent".
 */
export function agentMetrics(
  model: TemplateModel,
  namespace: string,
): ReadonlyMap<string, readonly string[][]> {
  const sets = new Map<string, string[][]>();
  for (const configuration of model.agentConfigurations) {
    const own = configuration.metrics.namespace ?? AGENT_NAMESPACE;
    if (own !== namespace) continue;
    for (const { name, dimensions } of measured(configuration)) {
      const published = [...withGroup(dimensions), ...aggregated(configuration, dimensions)];
      sets.set(name, [...(sets.get(name) ?? []), ...published]);
    }
  }
  return sets;
}

// --- internal ---

interface Measured {
  readonly name: string;
  readonly dimensions: readonly string[];
}

/** What Linux publishes each kind of metric by. */
const PLUGINS: Readonly<Record<string, readonly string[]>> = {
  cpu: ['cpu'],
  disk: ['device', 'fstype', 'path'],
  diskio: ['name'],
  mem: [],
  net: ['interface'],
  netstat: [],
  processes: [],
  swap: [],
};

/** The only ones that `append_dimensions` of all metrics adds; others are ignored. */
const APPENDED = ['AutoScalingGroupName', 'ImageId', 'InstanceId', 'InstanceType'];

function measured(configuration: AgentConfiguration): Measured[] {
  const { metrics_collected: collected } = configuration.metrics;
  if (!isRecord(collected)) return [];
  return Object.entries(collected).flatMap(([plugin, settings]) => {
    const own = isRecord(settings) ? ownDimensions(plugin, settings) : undefined;
    if (!own || !isRecord(settings)) return [];
    const dimensions = [...own, ...keysOf(settings.append_dimensions), ...ofMachine(configuration)];
    return dimensions.some(hasUnknown)
      ? []
      : namesOf(plugin, settings.measurement).map((name) => ({ name, dimensions }));
  });
}

/** Undefined for what has dimensions of the user's (statsd, collectd, procstat …), and for what is not known. */
function ownDimensions(plugin: string, settings: Record<string, unknown>): readonly string[] | undefined {
  const known = lookUp(PLUGINS, plugin);
  if (known) return settings.drop_device === true ? known.filter((one) => one !== 'device') : known;
  // Windows names its performance objects in words with capitals: LogicalDisk, Paging File.
  if (!/^[A-Z]/.test(plugin) || !Array.isArray(settings.measurement)) return undefined;
  return Array.isArray(settings.resources) && settings.resources.length > 0
    ? ['instance', 'objectname']
    : ['objectname'];
}

/** The host's name is left out when dimensions are appended to all metrics. */
function ofMachine({ metrics, omitsHostname }: AgentConfiguration): string[] {
  const appended = keysOf(metrics.append_dimensions);
  if (appended.length === 0) return omitsHostname ? [] : ['host'];
  return appended.filter((one) => APPENDED.includes(one) || hasUnknown(one));
}

/** An instance of no group does not have the group's name. */
function withGroup(dimensions: readonly string[]): string[][] {
  const without = dimensions.filter((one) => one !== 'AutoScalingGroupName');
  return without.length < dimensions.length ? [[...dimensions], without] : [[...dimensions]];
}

/** Sets that are published besides, of dimensions that the metric has. */
function aggregated({ metrics }: AgentConfiguration, dimensions: readonly string[]): string[][] {
  const { aggregation_dimensions: sets } = metrics;
  if (!Array.isArray(sets)) return [];
  return sets.filter(
    (set): set is string[] => Array.isArray(set) && set.every((one) => dimensions.includes(one)),
  );
}

/** `used_percent`, `disk_used_percent` and `{ name, rename }`; Windows puts a space between object and counter. */
function namesOf(plugin: string, measurement: unknown): string[] {
  if (!Array.isArray(measurement)) return [];
  const mark = plugin in PLUGINS ? '_' : ' ';
  return measurement.flatMap((one) => {
    const { name, rename } = isRecord(one) ? one : { name: one, rename: undefined };
    if (typeof rename === 'string') return [rename];
    if (typeof name !== 'string') return [];
    return [name.startsWith(`${plugin}${mark}`) ? name : `${plugin}${mark}${name}`];
  });
}

const keysOf = (value: unknown): string[] => (isRecord(value) ? Object.keys(value) : []);

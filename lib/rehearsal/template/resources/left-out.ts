import type { MetricId } from '../../../engine/model';
import { attempt, type TemplateProblem } from '../template-error';
import type { IncompleteAlarm, Unsupported } from '../template-model';
import { dimensions } from './alarm-parts';
import type { Properties } from './properties';
import type { Resource } from './resource';

/** What keeps a resource from being read: one entry for what is not known, one for each thing that is wrong. */
export function unreadable(resource: Resource, problems: readonly TemplateProblem[]): Unsupported[] {
  const unknown = distinct(problems.filter(({ code }) => code === 'unknown'));
  const wrong = distinct(problems.filter(({ code }) => code !== 'unknown'));
  const subject = subjectOf(resource);
  return [
    ...(unknown.length > 0
      ? [{ ...subject, reason: unknownReason(unknown), cause: 'unknown' as const }]
      : []),
    ...wrong.map(({ where, message }) => ({
      ...subject,
      reason: `${pathOf(where, resource)}${message}`,
      cause: 'invalid' as const,
    })),
  ];
}

export function subjectOf({ logicalId, type }: Resource): Pick<Unsupported, 'logicalId' | 'type'> {
  return { logicalId, type };
}

/** An alarm that is left out for the reasons, with what is known of it. */
export function leftOut(
  resource: Resource,
  problems: readonly TemplateProblem[],
  unsupported: readonly Unsupported[],
): { alarms: []; incompleteAlarms: IncompleteAlarm[]; unsupported: Unsupported[] } {
  const { properties, logicalId, type } = resource;
  const texts = (name: string): string[] => attempt([], () => properties.texts(name)) ?? [];
  const named = attempt([], () => ({ alarmName: resource.name, alarmArn: resource.arn }));
  const incomplete = named && {
    logicalId,
    type,
    ...named,
    alarmActions: texts('AlarmActions'),
    okActions: texts('OKActions'),
    insufficientDataActions: texts('InsufficientDataActions'),
    reads: readsOf(properties),
  };
  const all = [...unsupported, ...(unsupported.length > 0 ? [] : unreadable(resource, problems))];
  return { alarms: [], incompleteAlarms: incomplete ? [incomplete] : [], unsupported: all };
}

// --- internal ---

function distinct(problems: readonly TemplateProblem[]): TemplateProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.where} ${problem.message}`, problem])).values()];
}

/** "Threshold is parameter Depth and Period is parameter Every; give --parameter Depth=… --parameter Every=…". */
function unknownReason(problems: readonly TemplateProblem[]): string {
  const said = problems.map(({ message }) => message).join(' and ');
  const remedies = [...new Set(problems.flatMap(({ remedy }) => remedy ?? []))];
  const [parameters, others] = [remedies.filter(isParameter), remedies.filter((text) => !isParameter(text))];
  const give = parameters.map((text) => text.slice('give '.length)).join(' ');
  return [said, ...(give ? [`give ${give}`] : []), ...others].join('; ');
}

const isParameter = (remedy: string): boolean => remedy.startsWith('give --parameter ');

function pathOf(where: string, { id }: Resource): string {
  const prefix = `${id}.Properties.`;
  return where.startsWith(prefix) ? `${where.slice(prefix.length)}: ` : '';
}

function readsOf(properties: Properties): MetricId[] {
  const metrics = [
    ...(attempt([], () => properties.has('MetricName')) ? [properties] : []),
    ...(attempt([], () => properties.objects('Metrics')) ?? []).flatMap(
      (query) => attempt([], () => query.object('MetricStat')?.object('Metric')) ?? [],
    ),
  ];
  return metrics.flatMap((metric) => {
    const id = attempt([], () => ({
      namespace: metric.text('Namespace'),
      metricName: metric.text('MetricName'),
      dimensions: dimensions(metric),
    }));
    return id ?? [];
  });
}

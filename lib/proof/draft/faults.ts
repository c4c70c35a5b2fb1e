import { realmNames } from '../../contract';
import type { MetricAlarm } from '../../engine/model';
import type { TemplateModel } from '../../rehearsal/template';
import { type AlarmLevels, alarmLevels, type Dose, type Feed, sameLevel, statisticOf } from '../stimulus';
import { heartbeatOf } from './heartbeat';
import type { NamesOptions } from './names';

/** Alarms that one fault is to move together, with the fault in words: `queue jobs backs up`. */
export interface FaultGroup {
  readonly fault: string;
  readonly alarms: readonly MetricAlarm[];
}

/**
 * The alarms that one fault moves although they read different metrics: a queue that backs up gets deeper and older, a
 * target that breaks is one more that is unhealthy and one less that is healthy, a worker that stops sends no heartbeat
 * and leaves its queue to itself. Groups of one are left out. Whether they really move together, playing them must show.
 */
export function faultGroups(
  alarms: readonly MetricAlarm[],
  model: TemplateModel,
  head: NamesOptions,
): FaultGroup[] {
  const worker = stoppedWorkers(alarms, model, head);
  const groups = new Map<string, FaultGroup>();
  for (const alarm of alarms) {
    if (!mayShare(alarm)) continue;
    const levels = alarmLevels(alarm, model);
    if (levels.kind === 'unmovable') continue;
    const own = symptomOf(levels);
    const stopped = own ? worker.byQueueFault.get(own.fault) : worker.byAlarm.get(alarm.alarmName);
    const fault = stopped ?? own?.fault;
    if (fault === undefined) continue;
    const key = stopped ?? `${fault} ${own?.key}`;
    const group = groups.get(key) ?? { fault, alarms: [] };
    groups.set(key, { fault, alarms: [...group.alarms, alarm] });
  }
  return [...groups.values()].filter((group) => group.alarms.length > 1);
}

// --- internal ---

/** A fault of something that AWS watches, by the metrics that it moves up and down. */
interface Family {
  readonly namespace: RegExp;
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** The dimension that names what the fault is of. */
  readonly owner: readonly string[];
  readonly faultOf: (owner: string) => string;
}

const backsUp = (queue: string): string => `queue ${queue} backs up`;

/** Source: what AWS's pages on the metrics of each service say that they count. */
const FAMILIES: readonly Family[] = [
  {
    namespace: /^AWS\/SQS$/,
    up: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
    down: [],
    owner: ['QueueName'],
    faultOf: backsUp,
  },
  {
    namespace: /^AWS\/(Application|Network|Gateway)ELB$/,
    up: ['UnHealthyHostCount'],
    down: ['HealthyHostCount'],
    owner: ['TargetGroup'],
    faultOf: (group) => `a target of ${group} breaks`,
  },
  {
    namespace: /^AWS\/EC2$/,
    up: ['StatusCheckFailed', 'StatusCheckFailed_Instance', 'StatusCheckFailed_System'],
    down: [],
    owner: ['InstanceId', 'AutoScalingGroupName'],
    faultOf: (machine) => `machine ${machine} breaks`,
  },
];

interface Symptom {
  readonly fault: string;
  /** Of the dimensions: the same thing, of one Availability Zone or of all. */
  readonly key: string;
}

/** Of which thing the metrics of an alarm tell that it is broken, all of them of one fault; undefined otherwise. */
function symptomOf({ feeds, breach, rests }: AlarmLevels): Symptom | undefined {
  const symptoms = feeds.map((feed, index) =>
    feed.kind === 'datum' ? symptom(feed, rests[0]![index]!, breach[index]!) : undefined,
  );
  const [first] = symptoms;
  return first && symptoms.every((one) => one?.fault === first.fault && one.key === first.key)
    ? first
    : undefined;
}

function symptom({ metric }: Feed, rest: Dose, breach: Dose): Symptom | undefined {
  const { namespace, metricName, dimensions, stat } = metric;
  const [family] = familiesOf(namespace);
  const [name] = family?.owner.filter((one) => dimensions[one] !== undefined) ?? [];
  if (!family || name === undefined) return undefined;
  const change = (statisticOf(stat, breach) ?? 0) - (statisticOf(stat, rest) ?? 0);
  const moving = change > 0 ? family.up : change < 0 ? family.down : [...family.up, ...family.down];
  if (!moving.includes(metricName)) return undefined;
  const key = JSON.stringify(Object.entries(dimensions).sort());
  return { fault: family.faultOf(dimensions[name]!), key };
}

const familiesOf = (namespace: string): Family[] => FAMILIES.filter((one) => one.namespace.test(namespace));

/** Only where one of its metrics is of a family, or of a log, there is something to find out. */
function mayShare({ metric, metrics = [] }: MetricAlarm): boolean {
  const read = metric ? [metric] : metrics.flatMap(({ metricStat }) => metricStat ?? []);
  return read.some(({ namespace }) => familiesOf(namespace).length > 0 || !namespace.startsWith('AWS/'));
}

/** The workers of a realm whose silence is an alarm, by that alarm and by what becomes of their queue. */
function stoppedWorkers(alarms: readonly MetricAlarm[], model: TemplateModel, head: NamesOptions) {
  const byAlarm = new Map<string, string>();
  const byQueueFault = new Map<string, string>();
  const { realm, system } = head;
  if (realm === undefined) return { byAlarm, byQueueFault };
  for (const alarm of alarms) {
    if (alarm.metrics === undefined && alarm.metric?.namespace.startsWith('AWS/')) continue;
    const levels = alarmLevels(alarm, model);
    if (levels.kind === 'unmovable' || !levels.silence || !sameLevel(levels.silence, levels.breach)) continue;
    const [feed, ...others] = levels.feeds;
    const dose = levels.rests[0]![0];
    if (feed?.kind !== 'log' || others.length > 0 || !dose) continue;
    const record = feed.recordOf(dose.value);
    const beat = record.kind === 'sample' ? heartbeatOf(record, feed, head) : undefined;
    if (!beat) continue;
    const fault = `worker ${beat.worker} stops`;
    byAlarm.set(alarm.alarmName, fault);
    byQueueFault.set(backsUp(realmNames(realm, system).worker(beat.worker).queue), fault);
  }
  return { byAlarm, byQueueFault };
}

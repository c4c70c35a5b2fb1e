import { lookUp } from '../../text/look-up';
import { type BootPlan, bootPlan } from './boot-plan';
import { templateValues } from './template-values';

/** What is known of a deployed Lava realm; what no file says is absent. */
export interface DeployedLava {
  readonly realms: ReadonlySet<string>;
  /** By realm and worker: `dev/core`. */
  readonly workers: ReadonlyMap<string, DeployedWorker>;
  /** ARNs of the topics that its alarms publish to, or names where no file says the account. */
  readonly topics: ReadonlySet<string>;
  /** Names of the alarms that it has. */
  readonly alarms: ReadonlySet<string>;
  /** Namespace of its metrics, and whether every job is measured, as the realms table says. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface DeployedWorker {
  readonly queue?: string;
  readonly group?: string;
  readonly min?: number;
  readonly max?: number;
  /** The depth that Lava's own alarm tolerates, for so many minutes. */
  readonly depth?: number;
  readonly depthMinutes?: number;
  readonly daemons?: number;
  /** Workers on whose machines it is started, too. */
  readonly on?: readonly string[];
  /** Who is started on its machines in its stead. */
  readonly displacedBy?: readonly string[];
}

/** What was read of which file, for a message that says what is not understood. */
export interface DeployedFile {
  readonly name: string;
  readonly document: unknown;
}

/**
 * Reads what a deployed Lava is made of: its CloudFormation templates with the values of their parameters, and what
 * `aws` prints for describe-stacks, describe-auto-scaling-groups, describe-alarms, list-queues and a scan of the table
 * `lava.realms`. Of each file only what it says is taken; `unread` names those that say nothing.
 * @param parameters Values for templates; of `worker` there may be several.
 */
export function readDeployedLava(
  files: readonly DeployedFile[],
  parameters: Readonly<Record<string, readonly string[]>> = {},
): { readonly lava: DeployedLava; readonly unread: readonly string[] } {
  const found = new Found();
  const unread = files.filter(({ document }) => !read(document, parameters, found)).map(({ name }) => name);
  found.settle();
  return { lava: found, unread };
}

// --- internal ---

type Json = Readonly<Record<string, unknown>>;

/** `lava-<realm>-<worker>`; a realm's name holds no hyphen. */
const WORKER_RESOURCE = /^lava-([a-z][a-z0-9_]{2,10})-([a-z][-a-z0-9_]{2,10})$/;

/** What is named like a worker's, and is the realm's own. */
const NO_WORKERS = /-(?:dispatch|s3trigger|stop|metrics|notices)$|-dlq$/;

class Found implements DeployedLava {
  readonly realms = new Set<string>();
  readonly workers = new Map<string, DeployedWorker>();
  readonly topics = new Set<string>();
  readonly alarms = new Set<string>();
  readonly config: Record<string, unknown> = {};
  /** By realm. */
  readonly plans = new Map<string, BootPlan>();

  /** Says of each worker what its realm's table does, once all files are read. */
  settle(): void {
    for (const [realm, plan] of this.plans) {
      const withMachines = [...this.workers].filter(
        ([key, { group }]) => key.startsWith(`${realm}/`) && group,
      );
      const hosts = [...withMachines.map(([key]) => key.slice(realm.length + 1)), ...plan.named];
      for (const host of new Set(hosts)) {
        const started = plan.startedOn(host);
        this.worker(realm, host, { displacedBy: started.includes(host) ? undefined : started });
        for (const guest of started) {
          if (guest === host) continue;
          const on = [...(this.workers.get(`${realm}/${guest}`)?.on ?? []), host];
          this.worker(realm, guest, { on });
        }
      }
      for (const key of this.workers.keys()) {
        if (!key.startsWith(`${realm}/`)) continue;
        const name = key.slice(realm.length + 1);
        this.worker(realm, name, { daemons: plan.daemonsOf(name) });
      }
    }
  }

  worker(realm: string, worker: string, facts: DeployedWorker): true {
    this.realms.add(realm);
    const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
    this.workers.set(`${realm}/${worker}`, { ...this.workers.get(`${realm}/${worker}`), ...known });
    return true;
  }

  /** A resource that is named as a worker's are. */
  named(name: string, factsOf: (name: string) => DeployedWorker): boolean {
    const [, realm, worker] = NO_WORKERS.test(name) ? [] : (WORKER_RESOURCE.exec(name) ?? []);
    return realm !== undefined && worker !== undefined && this.worker(realm, worker, factsOf(name));
  }
}

const READERS: readonly ((document: Json, found: Found) => boolean)[] = [
  ({ Stacks }, found) => someOf(Stacks, (stack) => ofParameters(parametersOf(stack.Parameters), found)),
  ({ AutoScalingGroups }, found) => someOf(AutoScalingGroups, (group) => ofGroup(group, found)),
  ({ QueueUrls }, found) =>
    Array.isArray(QueueUrls) &&
    QueueUrls.map((url) => found.named(String(url).split('/').at(-1)!, (queue) => ({ queue }))).some(Boolean),
  ({ MetricAlarms }, found) => someOf(MetricAlarms, (alarm) => ofAlarm(alarm, found)),
  ({ Items, Item }, found) => someOf(Items ?? (Item && [Item]), (item) => ofRealmsTable(plain(item), found)),
];

function read(
  document: unknown,
  parameters: Readonly<Record<string, readonly string[]>>,
  found: Found,
): boolean {
  const json = isMap(document) ? document : {};
  const template = isMap(json.TemplateBody) ? json.TemplateBody : json;
  if (isMap(template.Resources)) return ofTemplate(template, parameters, found);
  return READERS.map((reader) => reader(json, found)).some(Boolean);
}

/** A worker's stack has both names as parameters; the realm's stack has the realm only. */
function ofTemplate(
  template: Json,
  { worker: workers = [], ...others }: Readonly<Record<string, readonly string[]>>,
  found: Found,
): boolean {
  const given = Object.fromEntries(Object.entries(others).map(([name, values]) => [name, values.at(-1)!]));
  const ways = workers.length > 0 ? workers.map((worker) => ({ ...given, worker })) : [given];
  return ways
    .map((values) => {
      const { parameters, resources } = templateValues(template, values);
      const ofBody = resources.map(({ type, properties }) => lookUp(OF_RESOURCE, type)?.(properties, found));
      const made = (type: string) => resources.some((one) => one.type === type);
      return [ofParameters(parameters, found, made('AWS::AutoScaling::AutoScalingGroup')), ...ofBody].some(
        Boolean,
      );
    })
    .some(Boolean);
}

/** @param machines Whether a worker's stack has an Auto Scaling group, as its parameters or its body say. */
function ofParameters(
  values: Readonly<Record<string, string>>,
  found: Found,
  machines = values.createWorkerInstance !== 'No',
): boolean {
  const { realm, worker, alarmTopic } = values;
  if (realm === undefined) return false;
  found.realms.add(realm);
  if (alarmTopic) found.topics.add(alarmTopic);
  if (worker === undefined) return true;
  const name = `lava-${realm}-${worker}`;
  const depth = whole(values.maxAllowedQueueDepth);
  if (values.createHeartBeatAlarm === 'Yes') found.alarms.add(`${name}-heartbeat`);
  return found.worker(realm, worker, {
    queue: name,
    group: machines ? name : undefined,
    min: whole(values.workerInstancesMin),
    max: whole(values.workerInstancesMax),
    ...(depth !== undefined && depth > 0 && { depth, depthMinutes: whole(values.queueDepthMinutes) }),
  });
}

/** What a template says of a resource, by type. */
const OF_RESOURCE: Readonly<Record<string, (properties: Json, found: Found) => boolean>> = {
  'AWS::AutoScaling::AutoScalingGroup': ofGroup,
  'AWS::SQS::Queue': ({ QueueName }, found) => found.named(String(QueueName), (queue) => ({ queue })),
  'AWS::CloudWatch::Alarm': ofAlarm,
};

/** Whose it is is in its name, or in the tags that Lava gives it. */
function ofGroup({ AutoScalingGroupName, MinSize, MaxSize, Tags }: Json, found: Found): boolean {
  const group = typeof AutoScalingGroupName === 'string' ? AutoScalingGroupName : undefined;
  const facts = { group, min: whole(MinSize), max: whole(MaxSize) };
  const { LavaRealm: realm, LavaWorker: worker } = Object.fromEntries(
    (Array.isArray(Tags) ? Tags.filter(isMap) : []).map(({ Key, Value }) => [String(Key), String(Value)]),
  );
  if (realm !== undefined && worker !== undefined) return found.worker(realm, worker, facts);
  return group !== undefined && found.named(group, () => facts);
}

function ofAlarm(alarm: Json, found: Found): boolean {
  const { AlarmName, AlarmActions } = alarm;
  if (typeof AlarmName !== 'string') return false;
  found.alarms.add(AlarmName);
  for (const action of Array.isArray(AlarmActions) ? AlarmActions.map(String) : []) {
    const isTopic = !action.startsWith('arn:') || /:sns:/.test(action);
    // Where the account or the Region is not known, the name is.
    if (isTopic && AlarmName.startsWith('lava-'))
      found.topics.add(action.includes('${') ? action.split(':').at(-1)! : action);
  }
  return ofDepthAlarm(alarm, found) || AlarmName.startsWith('lava-');
}

/** What Lava's own alarm tolerates on a queue. */
function ofDepthAlarm(alarm: Json, found: Found): boolean {
  if (alarm.MetricName !== 'ApproximateNumberOfMessagesVisible') return false;
  const [queue] = (Array.isArray(alarm.Dimensions) ? alarm.Dimensions : [])
    .filter(isMap)
    .filter(({ Name }) => Name === 'QueueName');
  const depth = Math.floor(Number(alarm.Threshold ?? Number.NaN));
  const minutes = (Number(alarm.Period) * Number(alarm.EvaluationPeriods)) / 60;
  const from = alarm.ComparisonOperator === 'GreaterThanOrEqualToThreshold' ? 1 : 0;
  if (queue === undefined || !(depth > from)) return false;
  const depthMinutes = Number.isInteger(minutes) && minutes > 0 ? minutes : undefined;
  return found.named(String(queue.Value), () => ({ depth: depth - from, depthMinutes }));
}

function ofRealmsTable({ realm, config, 'x-workers': workers }: Json, found: Found): boolean {
  if (typeof realm !== 'string') return false;
  found.realms.add(realm);
  if (isMap(config)) Object.assign(found.config, config);
  found.plans.set(realm, bootPlan(isMap(workers) ? workers : {}));
  return true;
}

function someOf(list: unknown, take: (item: Json) => boolean): boolean {
  return Array.isArray(list) && list.filter(isMap).map(take).some(Boolean);
}

function parametersOf(list: unknown): Record<string, string> {
  const all = Array.isArray(list) ? list.filter(isMap) : [];
  return Object.fromEntries(all.map((one) => [String(one.ParameterKey), String(one.ParameterValue)]));
}

/** A value of DynamoDB's JSON as plain JSON; plain JSON is left as it is. */
function plain(item: Json): Json {
  const value = (typed: unknown): unknown => {
    if (!isMap(typed)) return typed;
    const [[kind, inner] = []] = Object.entries(typed);
    if (Object.keys(typed).length !== 1) return plain(typed);
    if (kind === 'S' || kind === 'BOOL') return inner;
    if (kind === 'N') return Number(inner);
    return kind === 'M' && isMap(inner) ? plain(inner) : plain(typed);
  };
  return Object.fromEntries(Object.entries(item).map(([name, typed]) => [name, value(typed)]));
}

function whole(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || value === '' || !Number.isInteger(number) ? undefined : number;
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { DEFAULT_SYSTEM, LAVA_METRICS, METRICS, realmNames } from '../contract';
import { type BeatingRealm, type HeardProcess, heardProcesses } from './heard-processes';
import type { FiringAlarm, QueueState, RealmPorts } from './realm-ports';

/** The realm to look at; a RealmConfig is one. */
export interface WatchedRealm extends BeatingRealm {
  /** What the names of its alarms begin with. */
  readonly alarmPrefix?: string;
  readonly metrics: { readonly namespace: string };
  readonly workers: readonly (BeatingRealm['workers'][number] & {
    readonly queue: { readonly existing?: string; readonly deadLetters?: string };
    readonly fleet: { readonly instances: { readonly min: number } };
  })[];
}

export interface FleetStatus {
  readonly realm: string;
  readonly workers: readonly WorkerStatus[];
  readonly alarms: readonly FiringAlarm[];
}

export interface WorkerStatus {
  readonly worker: string;
  /** Whether its fleet may have no instance at all. */
  readonly scalesToZero: boolean;
  /** Dead letters are absent where nobody keeps them. */
  readonly queue: QueueState & { readonly deadLetters?: number };
  /** How many machines, or containers, were heard of. */
  readonly instances: number;
  /** Messages that wait for each of them; absent without any. */
  readonly backlog?: number;
  /** The same over the last 15 minutes, as Lava's own metrics function publishes it; absent where none does. */
  readonly recentBacklog?: { readonly average: number; readonly maximum: number };
  /** From dispatch to start, in seconds, of the runs of the last 15 minutes; absent where none is measured. */
  readonly runDelay?: { readonly average: number; readonly maximum: number };
  /** Those that were heard of in the time after which silence is an alarm. */
  readonly processes: readonly Omit<HeardProcess, 'worker'>[];
}

/** Asks for heartbeats, queues, run delays and firing alarms at once. */
export async function fleetStatus(
  ports: StatusPorts,
  realm: WatchedRealm,
  now: number,
): Promise<FleetStatus> {
  const prefix = `${realm.alarmPrefix ?? ''}${realm.system}-${realm.realm}-`;
  const [heard, alarms, workers] = await Promise.all([
    heardProcesses(ports, realm, now),
    ports.firingAlarms(prefix),
    Promise.all(realm.workers.map((worker) => askOf(ports, realm, worker, now))),
  ]);
  return {
    realm: realm.realm,
    workers: workers.map((asked) => {
      const mine = heard.filter(({ worker }) => worker === asked.worker);
      const instances = new Set(mine.map(({ instance }) => instance)).size;
      return {
        ...asked,
        instances,
        ...(instances > 0 && { backlog: Math.round((asked.queue.visible / instances) * 10) / 10 }),
        processes: mine.map(({ worker, ...process }) => process),
      };
    }),
    alarms,
  };
}

/** Whether everything is as promised: no alarm, every worker heard of that has to be, no dead thread. */
export function isWell({ workers, alarms }: FleetStatus): boolean {
  const silent = workers.some(({ instances, scalesToZero }) => instances === 0 && !scalesToZero);
  const dead = workers.some(({ processes }) => processes.some(({ deadThreads }) => deadThreads.length > 0));
  return alarms.length === 0 && !silent && !dead;
}

// --- internal ---

type StatusPorts = Pick<
  RealmPorts,
  'findRecords' | 'queueState' | 'queueDepth' | 'firingAlarms' | 'statistics'
>;

/** As far back as Lava's own view of its workers looks. */
const RECENT_MS = 15 * 60_000;

async function askOf(
  ports: StatusPorts,
  { realm, system, metrics }: WatchedRealm,
  { name, queue, fleet }: WatchedRealm['workers'][number],
  now: number,
): Promise<Omit<WorkerStatus, 'instances' | 'processes'>> {
  const names = realmNames(realm, system).worker(name);
  const letters = queue.existing === undefined ? names.deadLetterQueue : queue.deadLetters;
  const recent = (metric: string) =>
    ports.statistics({
      namespace: metrics.namespace,
      metric,
      dimensions: { Realm: realm, Worker: name },
      from: now - RECENT_MS,
      to: now,
    });
  const [state, dead, runDelay, recentBacklog] = await Promise.all([
    ports.queueState(queue.existing ?? names.queue),
    letters === undefined ? undefined : ports.queueDepth(letters),
    recent(METRICS.RunDelay.name),
    system === DEFAULT_SYSTEM ? recent(LAVA_METRICS.WorkerBacklog.name) : undefined,
  ]);
  return {
    worker: name,
    scalesToZero: fleet.instances.min === 0,
    queue: { ...state, ...(dead && { deadLetters: dead.visible }) },
    ...(runDelay && { runDelay }),
    ...(recentBacklog && { recentBacklog }),
  };
}

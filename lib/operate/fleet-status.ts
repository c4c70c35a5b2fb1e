import type { HeartbeatPayload } from '../contract';
import { realmNames } from '../contract';
import type { FiringAlarm, FoundRecord, QueueDepth, RealmPorts, RecordQuery } from './realm-ports';
import { criteriaPattern } from './record-search';

/** The realm to look at; a RealmConfig is one. */
export interface WatchedRealm {
  readonly realm: string;
  readonly system: string;
  readonly workers: readonly {
    readonly name: string;
    readonly heartbeat: { readonly alarmAfterSeconds: number };
    readonly fleet: { readonly instances: { readonly min: number } };
  }[];
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
  readonly queue: QueueDepth & { readonly deadLetters: number };
  /** Those that were heard of in the time after which silence is an alarm, by name. */
  readonly instances: readonly InstanceStatus[];
}

export interface InstanceStatus {
  readonly instance: string;
  /** Newest heartbeat, epoch milliseconds. */
  readonly heardAt: number;
  /** As the heartbeat says it, e.g. `running`. */
  readonly status: string;
  readonly threads: number;
  readonly deadThreads: readonly string[];
  /** Messages that wait inside the worker. */
  readonly internalQueue: number;
  readonly version?: string;
}

/** An instance and whose it is. */
export type HeardInstance = InstanceStatus & { readonly worker: string };

/** Asks for heartbeats, queues and firing alarms at once. */
export async function fleetStatus(
  ports: StatusPorts,
  realm: WatchedRealm,
  now: number,
): Promise<FleetStatus> {
  const names = realmNames(realm.realm, realm.system);
  const [heard, alarms, queues] = await Promise.all([
    heardInstances(ports, realm, now),
    ports.firingAlarms(`${realm.system}-${realm.realm}-`),
    Promise.all(realm.workers.map(({ name }) => queueOf(ports, names.worker(name)))),
  ]);
  const workers = realm.workers.map(({ name, fleet }, index) => ({
    worker: name,
    scalesToZero: fleet.instances.min === 0,
    queue: queues[index]!,
    instances: heard.filter(({ worker }) => worker === name).map(({ worker, ...instance }) => instance),
  }));
  return { realm: realm.realm, workers, alarms };
}

/** The instances that were heard of in the time after which silence is an alarm, by name. */
export async function heardInstances(
  ports: Pick<RealmPorts, 'findRecords'>,
  { realm, system, workers }: WatchedRealm,
  now: number,
): Promise<readonly HeardInstance[]> {
  const times = new Map(workers.map(({ name, heartbeat }) => [name, heartbeat.alarmAfterSeconds * 1000]));
  const newest = await newestHeartbeats(ports, {
    logGroup: realmNames(realm, system).logGroup,
    pattern: criteriaPattern({ realm, event: 'heartbeat' }),
    from: now - Math.max(...times.values()),
  });
  return newest
    .filter(({ worker, heardAt }) => heardAt > now - (times.get(worker) ?? 0))
    .sort((a, b) => a.instance.localeCompare(b.instance));
}

/** Whether everything is as promised: no alarm, every worker heard of that has to be, no dead thread. */
export function isWell({ workers, alarms }: FleetStatus): boolean {
  const silent = workers.some(({ instances, scalesToZero }) => instances.length === 0 && !scalesToZero);
  const dead = workers.some(({ instances }) => instances.some(({ deadThreads }) => deadThreads.length > 0));
  return alarms.length === 0 && !silent && !dead;
}

// --- internal ---

type StatusPorts = Pick<RealmPorts, 'findRecords' | 'queueDepth' | 'firingAlarms'>;

async function newestHeartbeats(
  ports: Pick<RealmPorts, 'findRecords'>,
  query: RecordQuery,
): Promise<HeardInstance[]> {
  const newest = new Map<string, FoundRecord>();
  for await (const page of ports.findRecords(query)) {
    for (const record of page) {
      const known = newest.get(record.stream);
      if (!known || known.timestamp <= record.timestamp) newest.set(record.stream, record);
    }
  }
  return [...newest.values()].flatMap(heardOf);
}

function heardOf({ stream, timestamp, message }: FoundRecord): HeardInstance[] {
  try {
    const beat = JSON.parse(message) as HeartbeatPayload & Readonly<Record<string, unknown>>;
    const threads = Object.entries(beat.threads ?? {});
    return [
      {
        worker: String(beat.worker),
        instance: stream.slice(stream.indexOf('/') + 1),
        heardAt: timestamp,
        status: String(beat.status ?? 'running'),
        threads: threads.length,
        deadThreads: threads.filter(([, state]) => state !== 'OK').map(([name]) => name),
        internalQueue: beat.internal?.qlen ?? 0,
        ...(typeof beat.version === 'string' && { version: beat.version }),
      },
    ];
  } catch {
    // The pattern only matches JSON; what is no heartbeat all the same tells nothing about an instance.
    return [];
  }
}

async function queueOf(
  ports: StatusPorts,
  { queue, deadLetterQueue }: { readonly queue: string; readonly deadLetterQueue: string },
): Promise<WorkerStatus['queue']> {
  const [depth, dead] = await Promise.all([ports.queueDepth(queue), ports.queueDepth(deadLetterQueue)]);
  return { ...depth, deadLetters: dead.visible };
}

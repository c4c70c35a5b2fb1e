import type { HeartbeatPayload } from '../contract';
import { realmNames } from '../contract';
import type { FiringAlarm, FoundRecord, QueueDepth, RealmPorts } from './realm-ports';
import { criteriaPattern } from './record-search';

/** The realm to look at; a RealmConfig is one. */
export interface WatchedRealm {
  readonly realm: string;
  readonly system: string;
  readonly workers: readonly {
    readonly name: string;
    readonly heartbeat: { readonly alarmAfterSeconds: number };
  }[];
}

export interface FleetStatus {
  readonly realm: string;
  readonly workers: readonly WorkerStatus[];
  readonly alarms: readonly FiringAlarm[];
}

export interface WorkerStatus {
  readonly worker: string;
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

/** Asks for heartbeats, queues and firing alarms at once. */
export async function fleetStatus(ports: RealmPorts, realm: WatchedRealm, now: number): Promise<FleetStatus> {
  const names = realmNames(realm.realm, realm.system);
  const longest = Math.max(...realm.workers.map(({ heartbeat }) => heartbeat.alarmAfterSeconds));
  const heartbeats = newestHeartbeats(ports, {
    logGroup: names.logGroup,
    pattern: criteriaPattern({ realm: realm.realm, event: 'heartbeat' }),
    from: now - longest * 1000,
  });
  const [newest, alarms, queues] = await Promise.all([
    heartbeats,
    ports.firingAlarms(`${realm.system}-${realm.realm}-`),
    Promise.all(realm.workers.map(({ name }) => queueOf(ports, names.worker(name)))),
  ]);
  const workers = realm.workers.map(({ name, heartbeat }, index) => ({
    worker: name,
    queue: queues[index]!,
    instances: newest
      .filter(({ worker, heardAt }) => worker === name && heardAt > now - heartbeat.alarmAfterSeconds * 1000)
      .map(({ worker, ...instance }) => instance)
      .sort((a, b) => a.instance.localeCompare(b.instance)),
  }));
  return { realm: realm.realm, workers, alarms };
}

/** Whether everything is as promised: no alarm, every worker heard of, no dead thread. */
export function isWell({ workers, alarms }: FleetStatus): boolean {
  const silent = workers.some(({ instances }) => instances.length === 0);
  const dead = workers.some(({ instances }) => instances.some(({ deadThreads }) => deadThreads.length > 0));
  return alarms.length === 0 && !silent && !dead;
}

// --- internal ---

type Heard = InstanceStatus & { readonly worker: string };

async function newestHeartbeats(
  ports: RealmPorts,
  query: Parameters<RealmPorts['findRecords']>[0],
): Promise<Heard[]> {
  const newest = new Map<string, FoundRecord>();
  for await (const page of ports.findRecords(query)) {
    for (const record of page) {
      const known = newest.get(record.stream);
      if (!known || known.timestamp <= record.timestamp) newest.set(record.stream, record);
    }
  }
  return [...newest.values()].flatMap(heardOf);
}

function heardOf({ stream, timestamp, message }: FoundRecord): Heard[] {
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
  ports: RealmPorts,
  { queue, deadLetterQueue }: { readonly queue: string; readonly deadLetterQueue: string },
): Promise<WorkerStatus['queue']> {
  const [depth, dead] = await Promise.all([ports.queueDepth(queue), ports.queueDepth(deadLetterQueue)]);
  return { ...depth, deadLetters: dead.visible };
}

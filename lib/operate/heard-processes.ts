import type { HeartbeatPayload } from '../contract';
import { realmNames } from '../contract';
import type { FoundRecord, RealmPorts } from './realm-ports';
import { criteriaPattern } from './record-search';

/** A process of a worker that beats: the worker, the host and the process id tell it from every other. */
export interface HeardProcess {
  readonly worker: string;
  /** The machine, by the record's log stream. */
  readonly instance: string;
  /** As the machine, or the container, calls itself. */
  readonly host: string;
  /** Absent: its records do not say. */
  readonly pid?: number;
  /** Newest heartbeat, epoch milliseconds. */
  readonly heardAt: number;
  /** As the heartbeat says it, e.g. `running`. */
  readonly status: string;
  readonly threads: number;
  readonly deadThreads: readonly string[];
  /** Messages that wait inside the process. */
  readonly internalQueue: number;
  readonly version?: string;
}

/** Whose heartbeats are looked for; a RealmConfig is one. */
export interface BeatingRealm {
  readonly realm: string;
  readonly system: string;
  readonly workers: readonly {
    readonly name: string;
    readonly heartbeat: { readonly alarmAfterSeconds: number };
  }[];
}

/** The processes that were heard of in the time after which silence is an alarm, by instance, host and process id. */
export async function heardProcesses(
  ports: Pick<RealmPorts, 'findRecords'>,
  { realm, system, workers }: BeatingRealm,
  now: number,
): Promise<readonly HeardProcess[]> {
  const times = new Map(workers.map(({ name, heartbeat }) => [name, heartbeat.alarmAfterSeconds * 1000]));
  const newest = new Map<string, HeardProcess>();
  const query = {
    logGroup: realmNames(realm, system).logGroup,
    pattern: criteriaPattern({ realm, system, event: 'heartbeat' }),
    from: now - Math.max(...times.values()),
  };
  for await (const page of ports.findRecords(query)) {
    for (const record of page) {
      const heard = heardOf(record);
      if (!heard) continue;
      const key = JSON.stringify([heard.worker, heard.host, heard.pid, heard.instance]);
      if ((newest.get(key)?.heardAt ?? 0) <= heard.heardAt) newest.set(key, heard);
    }
  }
  return [...newest.values()]
    .filter(({ worker, heardAt }) => heardAt > now - (times.get(worker) ?? 0))
    .sort(byPlace);
}

/** The instance that a record's log stream is of: `<worker of the machine>/<instance>`. */
export const instanceOf = ({ stream }: Pick<FoundRecord, 'stream'>): string =>
  stream.slice(stream.indexOf('/') + 1);

// --- internal ---

function heardOf(record: FoundRecord): HeardProcess | undefined {
  try {
    const beat = JSON.parse(record.message) as HeartbeatPayload & Readonly<Record<string, unknown>>;
    const threads = Object.entries(beat.threads ?? {});
    return {
      worker: String(beat.worker),
      instance: instanceOf(record),
      host: String(beat.host ?? ''),
      ...(typeof beat.pid === 'number' && { pid: beat.pid }),
      heardAt: record.timestamp,
      status: String(beat.status ?? 'running'),
      threads: threads.length,
      deadThreads: threads.filter(([, state]) => state !== 'OK').map(([name]) => name),
      internalQueue: beat.internal?.qlen ?? 0,
      ...(typeof beat.version === 'string' && { version: beat.version }),
    };
  } catch {
    // The pattern only matches JSON; what is no heartbeat all the same tells nothing about a process.
    return undefined;
  }
}

const byPlace = (a: HeardProcess, b: HeardProcess): number =>
  a.instance.localeCompare(b.instance) || a.host.localeCompare(b.host) || (a.pid ?? 0) - (b.pid ?? 0);

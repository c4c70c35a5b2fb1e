import {
  type HeartbeatPayload,
  heartbeatMessage,
  realmNames,
  type WorkerRecord,
  workerSource,
} from '../../contract';

/** Which process writes a heartbeat. */
export interface HeartbeatWriter {
  readonly system: string;
  readonly realm: string;
  readonly worker: string;
  /** 1-based. */
  readonly instance: number;
  /** Members that differ from a healthy worker's payload. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The record that the runtime of an instance writes at an instant; the machine's clock is on UTC. */
export function heartbeatRecord(writer: HeartbeatWriter, at: number): WorkerRecord & HeartbeatPayload {
  const { system, realm, worker, instance, payload } = writer;
  const iso = new Date(at).toISOString();
  const { tag } = realmNames(realm, system).worker(worker);
  return {
    localtime: iso.slice(0, 19).replace('T', ' '),
    timestamp: iso.replace(/Z$/, '000Z'),
    level: 'INFO',
    event_source: workerSource(system),
    realm,
    worker,
    host: `${tag}-${instance}`,
    tag,
    message: heartbeatMessage(realm, worker),
    thread: 'heartbeat',
    pid: 1000 + instance,
    event_type: 'heartbeat',
    ...HEALTHY,
    ...payload,
  };
}

// --- internal ---

const HEALTHY: HeartbeatPayload = {
  sqs: { messages: 0, notvisible: 0 },
  internal: { qlen: 0 },
  threads: { 'worker-01': 'OK' },
  deferred_tasks: 0,
};

import { DEFAULT_SYSTEM, realmNames } from '../../contract';
import { compileMetricFilter } from '../../engine';
import { heartbeatRecord } from '../../rehearsal/rehearse/heartbeat-record';
import type { FeedRecord, LogFeed } from '../stimulus';
import type { NamesOptions } from './names';

/** A worker's heartbeat that stands for a record, with the members of its payload that matter. */
export interface HeartbeatStandIn {
  readonly worker: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const PAYLOAD: readonly string[] = ['sqs', 'internal', 'threads', 'deferred_tasks'];

/** The heartbeat that a filter reads as it reads the record: what a worker really writes says more than four fields. */
export function heartbeatOf(
  { line, logGroupName, filter, message }: FeedRecord,
  { metric }: LogFeed,
  { realm, system = DEFAULT_SYSTEM }: NamesOptions,
): HeartbeatStandIn | undefined {
  if (realm === undefined || typeof line === 'string') return undefined;
  const { worker, event_type: type } = line;
  if (typeof worker !== 'string' || type !== 'heartbeat') return undefined;
  if (logGroupName !== realmNames(realm, system).logGroup) return undefined;
  const payload = Object.fromEntries(Object.entries(line).filter(([key]) => PAYLOAD.includes(key)));
  const { apply } = compileMetricFilter(filter);
  const [asBeat, asRecord] = [
    apply(JSON.stringify(heartbeatRecord({ system, realm, worker, instance: 1, payload }, 0))),
    apply(message),
  ];
  if (asBeat?.type !== 'datum' || asRecord?.type !== 'datum' || asBeat.isDefault) return undefined;
  const isSame = asBeat.value === asRecord.value && Object.keys(metric.dimensions).length === 0;
  return isSame ? { worker, payload } : undefined;
}

import { WORKER_EVENT_SOURCE } from './records';

/**
 * The metric-filter pattern of a worker's heartbeat, as Lava has it: four quoted equalities, so that
 * another worker's or another program's line can never count. `conditions` on its payload narrow it further.
 */
export function heartbeatPattern(realm: string, worker: string, ...conditions: readonly string[]): string {
  const fields = { event_source: WORKER_EVENT_SOURCE, event_type: 'heartbeat', realm, worker };
  return recordPattern(fields, ...conditions);
}

/** A JSON filter pattern that demands every field to equal its value, quoted, and every condition to hold. */
export function recordPattern(
  fields: Readonly<Record<string, string>>,
  ...conditions: readonly string[]
): string {
  const equalities = Object.entries(fields).map(([field, value]) => `$.${field} = "${value}"`);
  const terms = [...equalities, ...conditions].map((term) => `(${term})`);
  return `{ ${terms.join(' && ')} }`;
}

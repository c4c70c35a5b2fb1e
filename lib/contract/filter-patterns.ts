import { WORKER_EVENT_SOURCE } from './records';

/**
 * The metric-filter pattern of a worker's heartbeat, as Lava has it: four quoted equalities, so that
 * another worker's or another program's line can never count.
 */
export function heartbeatPattern(realm: string, worker: string): string {
  return recordPattern({ event_source: WORKER_EVENT_SOURCE, event_type: 'heartbeat', realm, worker });
}

/** A JSON filter pattern that demands every field to equal its value; values are quoted. */
export function recordPattern(fields: Readonly<Record<string, string>>): string {
  const terms = Object.entries(fields).map(([field, value]) => `($.${field} = "${value}")`);
  return `{ ${terms.join(' && ')} }`;
}

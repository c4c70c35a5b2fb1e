import { WORKER_EVENT_SOURCE } from './records';

/**
 * The metric-filter pattern of a worker's heartbeat, as Lava has it: four quoted equalities, so that
 * another worker's or another program's line can never count. `conditions` on its payload narrow it further.
 */
export function heartbeatPattern(realm: string, worker: string, ...conditions: readonly string[]): string {
  const fields = { event_source: WORKER_EVENT_SOURCE, event_type: 'heartbeat', realm, worker };
  return recordPattern(fields, ...conditions);
}

/** The pattern of what a worker says when it deletes a message whose job has not run; SQS and Lava tell of it nowhere else. */
export function lostMessagePattern(realm: string): string {
  const told = LOST.map((text) => `$.message = "${text}"`).join(' || ');
  return recordPattern({ event_source: WORKER_EVENT_SOURCE, realm }, told);
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

// --- internal ---

const LOST = ['Retry limit exceeded*', 'Malformed dispatch message*', '*max_tries exceeded*'];

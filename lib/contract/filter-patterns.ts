import { type Loss, lossesOf, lossOfAThread } from './losses';
import { DISPATCHER_EVENT_SOURCE } from './records';
import { DEFAULT_SYSTEM, workerSource } from './system';

/** Whose records a pattern is for. */
export interface RecordsOf {
  readonly realm: string;
  /** @default 'lava' */
  readonly system?: string;
}

export interface WorkerRecords extends RecordsOf {
  readonly worker: string;
}

/**
 * The metric-filter pattern of a worker's heartbeat, as Lava has it: four quoted equalities, so that
 * another worker's or another program's line can never count. `conditions` on its payload narrow it further.
 */
export function heartbeatPattern(
  { system, realm, worker }: WorkerRecords,
  ...conditions: readonly string[]
): string {
  const fields = { event_source: workerSource(system), event_type: 'heartbeat', realm, worker };
  return recordPattern(fields, ...conditions);
}

/**
 * The pattern of what tells that a thread has died: the record of its death, and each heartbeat after it on which the
 * condition holds.
 */
export function deadThreadPattern({ system, realm, worker }: WorkerRecords, condition: string): string {
  const death = '$.event_type = "worker" && $.level = "CRITICAL" && $.message = "*has died"';
  return recordPattern(
    { event_source: workerSource(system), realm, worker },
    `($.event_type = "heartbeat" && ${condition}) || (${death})`,
  );
}

/**
 * The pattern of what a worker says when it deletes a message whose job has not run. It holds the level and the kind of
 * the record, or a job that prints such a text would count. About 900 of the 1024 characters that a pattern may have.
 */
export function lostMessagePattern({ system, realm }: RecordsOf): string {
  const ofThread = lossOfAThread(system);
  const kinds = new Map<string, string[]>(
    ofThread && [[kindOf(ofThread), [`$.thread = "${ofThread.thread}"`]]],
  );
  for (const { message, ...kind } of lossesOf(system)) {
    const key = kindOf(kind);
    kinds.set(key, [...(kinds.get(key) ?? []), `$.message = "${message}"`]);
  }
  const told = [...kinds].map(([kind, texts]) => `(${kind} && (${texts.join(' || ')}))`);
  return recordPattern({ event_source: workerSource(system), realm }, told.join(' || '));
}

/**
 * The pattern of what Lava's own dispatcher says when it does not dispatch a job. That it is told not to is a warning,
 * and somebody's decision.
 */
export const failedDispatchPattern = (realm: string): string =>
  recordPattern(
    { event_source: DISPATCHER_EVENT_SOURCE, realm },
    '$.level = "ERROR" || $.level = "CRITICAL"',
  );

/**
 * The pattern of the record with which a run of a job ends. A run that fails says so once at its end, after what Lava says
 * of each of its iterations and actions; one that was never made of its message is a loss and no failure.
 * @param childIterations of a job that another one runs (a chain, dag or foreach of Lava's): how often it is tried. Nothing
 *   is said at the end of such a run that fails, so it is the last iteration that tells
 */
export function runEndPattern(
  { system, realm, job }: RecordsOf & { readonly job: string },
  end: 'failed' | 'ended',
  childIterations?: number,
): string {
  const failed = childIterations === undefined ? failedByItself(system) : failedAsChild(childIterations);
  const condition = end === 'failed' ? failed : `$.message = "*Complete" || (${failed})`;
  const fields = { event_source: workerSource(system), event_type: 'job', realm };
  return recordPattern(fields, exactText('job_id', job), condition);
}

/** Whether a quoted text would be more than itself: a `*` at an end is the pattern's wildcard, elsewhere it is none. */
export const hasEdgeWildcard = (text: string): boolean => /^\*|\*$/.test(text);

/** A JSON filter pattern that demands every field to equal its value, quoted, and every condition to hold. */
export function recordPattern(
  fields: Readonly<Record<string, string>>,
  ...conditions: readonly string[]
): string {
  const equalities = Object.entries(fields).map(([field, value]) => `$.${field} = ${quoted(value)}`);
  const terms = [...equalities, ...conditions].map((term) => `(${term})`);
  return `{ ${terms.join(' && ')} }`;
}

/** A field that is a text and nothing else. Only a regex takes a `*` at an end by its word; it is of ASCII alone. */
export const exactText = (field: string, text: string): string =>
  `$.${field} = ${hasEdgeWildcard(text) ? `%^${text.replace(/[^A-Za-z0-9]/g, hexadecimal)}$%` : quoted(text)}`;

// --- internal ---

function failedByItself(system: string = DEFAULT_SYSTEM): string {
  const losses = lossesOf(system).flatMap(({ eventType, message }) => (eventType === 'job' ? [message] : []));
  const others = [...(system === DEFAULT_SYSTEM ? NOT_THE_END : []), ...losses].map(
    (text) => `$.message != "${text}"`,
  );
  return ['$.level = "ERROR"', ...others].join(' && ');
}

const failedAsChild = (iterations: number): string =>
  `$.level = "ERROR" && $.message = "*: Iteration ${iterations} failed: *"`;

/** Errors of lava-worker 8.2 in the course of a run. */
const NOT_THE_END = [
  '*: Iteration *',
  '*: Action failed*',
  '*: Bad event_log*',
  '* times - abort',
  'Could not stop container*',
];

const hexadecimal = (character: string): string =>
  `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** A backslash escapes a quote or a backslash; a `*` at an end stays the pattern's wildcard. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const kindOf = ({ level, eventType }: Pick<Loss, 'level' | 'eventType'>): string =>
  `$.level = "${level}" && $.event_type = "${eventType}"`;

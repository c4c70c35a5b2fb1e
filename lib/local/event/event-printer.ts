import { createFirstOks } from './first-oks';
import type { RealmEvent } from './realm-event';

/** The lines for an event, if it matters; none for one that would only be noise. */
export type EventPrinter = (event: RealmEvent) => readonly string[];

/** One JSON object an event, `type` first. */
export const printJson: EventPrinter = ({ type, ...rest }) => [JSON.stringify({ type, ...rest })];

/**
 * `09:31:05  ALARM    lava-dev-core-heartbeat  was OK: Threshold Crossed: …`. That new alarms are OK is one line for
 * all of them, before the next event of the realm.
 */
export function createReadablePrinter(): EventPrinter {
  const firstOks = createFirstOks();
  return (event) => {
    const settled = firstOks.settled(Date.parse(event.at));
    const first: Line | undefined = settled > 0 ? ['OK', countText(settled)] : undefined;
    const line = firstOks.take(event) ? undefined : describe(event);
    return [first, line].filter((one) => one !== undefined).map((one) => lineText(event.at, one));
  };
}

// --- internal ---

type Line = readonly [label: string, subject: string, detail?: string];

const countText = (count: number) => (count === 1 ? '1 alarm is OK' : `${count} alarms are OK`);

function lineText(at: string, line: Line): string {
  const [label, subject, detail] = line.map(oneLine) as [string, string, string?];
  return `${at.slice(11, 19)}  ${label.padEnd(8)} ${subject}${detail ? `  ${detail}` : ''}`;
}

function describe(event: RealmEvent): Line | undefined {
  switch (event.type) {
    case 'realm':
      return undefined; // The command line greets in its own words.
    case 'worker':
      return [WORKER_LABELS[event.status], event.instance, event.detail ?? WORKER_DETAILS[event.status]];
    case 'job':
      return JOB_NOISE.has(event.status)
        ? undefined
        : ['job', event.job_id, `${event.status} on ${event.worker}`];
    case 'metric':
      return ['metric', event.metric, 'has its first value'];
    case 'transition':
      return [event.to, event.alarm, `was ${event.from}: ${event.reason}`];
    case 'notification':
      return undefined; // The alarm before it and the alert after it say the same.
    case 'alert':
      return [event.delivered ? 'alert' : 'NO ALERT', event.channel, event.summary];
    case 'function':
      return ['function', event.function, `${event.status}: ${event.detail}`];
    case 'notice':
      return ['notice', event.message];
  }
}

const WORKER_LABELS = {
  started: 'worker',
  up: 'worker',
  stopped: 'STOPPED',
  crashed: 'CRASHED',
  failed: 'FAILED',
} as const;

const WORKER_DETAILS: Readonly<Record<string, string>> = {
  started: 'started',
  up: 'up: its first heartbeat has arrived',
};

/** Steps of a run that say nothing about how it went. */
const JOB_NOISE: ReadonlySet<string> = new Set(['dispatched', 'starting', 'running', 'logging']);

/** Text from a worker or an alarm must not break out of its line or colour the terminal. */
const oneLine = (text: string | undefined): string | undefined =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  text?.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();

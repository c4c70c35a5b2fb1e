import type { RealmEvent } from './realm-event';

/** One line for every event that matters; undefined for one that would only be noise. */
export type EventPrinter = (event: RealmEvent) => string | undefined;

/** One JSON object an event, `type` first. */
export const printJson: EventPrinter = ({ type, ...rest }) => JSON.stringify({ type, ...rest });

/** `09:31:05  ALARM    lava-dev-core-heartbeat  was OK: Threshold Crossed: …` */
export const printReadable: EventPrinter = (event) => {
  const line = describe(event);
  if (!line) return undefined;
  const [label, subject, detail] = line.map(oneLine) as [string, string, string?];
  return `${event.at.slice(11, 19)}  ${label.padEnd(8)} ${subject}${detail ? `  ${detail}` : ''}`;
};

// --- internal ---

type Line = readonly [label: string, subject: string, detail?: string];

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
      return [STATE_LABELS[event.to], event.alarm, `was ${STATE_LABELS[event.from]}: ${event.reason}`];
    case 'notification':
      return undefined; // The alarm before it and the alert after it say the same.
    case 'alert':
      return [event.delivered ? 'alert' : 'NO ALERT', event.channel, event.summary];
    case 'function':
      return ['function', event.function, `${event.status}: ${event.detail}`];
    case 'notice':
      return DOUBTS.has(event.code) ? undefined : ['notice', event.message];
  }
}

const STATE_LABELS = { OK: 'OK', ALARM: 'ALARM', INSUFFICIENT_DATA: 'NO DATA' } as const;

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

/** Notices on how sure the engine is, which nobody at a terminal can act on. */
const DOUBTS: ReadonlySet<string> = new Set(['evaluation-range', 'window-lag', 'premature-datapoint']);

/** Steps of a run that say nothing about how it went. */
const JOB_NOISE: ReadonlySet<string> = new Set(['dispatched', 'starting', 'running', 'logging']);

/** Text from a worker or an alarm must not break out of its line or colour the terminal. */
const oneLine = (text: string | undefined): string | undefined =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  text?.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();

import { createFirstOks } from './first-oks';
import { createJobFold } from './job-fold';
import type { RealmEvent } from './realm-event';

/** The lines for an event, if it matters; none for one that would only be noise. */
export type EventPrinter = (event: RealmEvent) => readonly string[];

/** One JSON object an event, `type` first. */
export const printJson: EventPrinter = ({ type, ...rest }) => [JSON.stringify({ type, ...rest })];

/**
 * `09:31:05  ALARM    lava-dev-core-heartbeat  was OK: Threshold Crossed: …`. That new alarms are OK is one line for
 * all of them, and so are the jobs of five minutes, before the next event of the realm.
 * @param colour whether failures, alerts and recoveries stand out by colour, as a terminal shows it
 */
export function createReadablePrinter(colour = false): EventPrinter {
  const firstOks = createFirstOks();
  const jobs = createJobFold();
  return (event) => {
    const at = Date.parse(event.at);
    const settled = firstOks.settled(at);
    const ended = jobs.settled(at);
    const lines: (Line | undefined)[] = [
      settled > 0 ? ['OK', countText(settled)] : undefined,
      ended === undefined ? undefined : ['jobs', ended],
      firstOks.take(event) || jobs.take(event) ? undefined : describe(event),
    ];
    return lines.filter((line) => line !== undefined).map((line) => lineText(event.at, line, colour));
  };
}

// --- internal ---

type Line = readonly [label: string, subject: string, detail?: string];

const countText = (count: number) => (count === 1 ? '1 alarm is OK' : `${count} alarms are OK`);

function lineText(at: string, line: Line, colour: boolean): string {
  const [label, subject, detail = ''] = line.map(oneLine) as [string, string, string?];
  const time = at.slice(11, 19);
  if (!colour) return `${time}  ${label.padEnd(8)} ${subject}${detail && `  ${detail}`}`;
  const { paint, isNews } = LOOKS[label] ?? { paint: DIM, isNews: false };
  const what = isNews
    ? `${BOLD(subject)}${detail && `  ${detail}`}`
    : DIM(`${subject}${detail && `  ${detail}`}`);
  return `${DIM(time)}  ${paint(label.padEnd(8))} ${what}`;
}

type Paint = (text: string) => string;

const sgr = (code: string): Paint => {
  return (text) => `\u001b[${code}m${text}\u001b[0m`;
};
const BOLD = sgr('1');
const DIM = sgr('2');
const RED = sgr('1;31');
const GREEN = sgr('32');
const YELLOW = sgr('33');
const CYAN = sgr('1;36');

/** What is news, and its colour; everything else is dim. */
const LOOKS: Readonly<Record<string, { readonly paint: Paint; readonly isNews: boolean }>> = {
  ALARM: { paint: RED, isNews: true },
  OK: { paint: GREEN, isNews: true },
  INSUFFICIENT_DATA: { paint: YELLOW, isNews: true },
  STOPPED: { paint: RED, isNews: true },
  CRASHED: { paint: RED, isNews: true },
  FAILED: { paint: RED, isNews: true },
  alert: { paint: CYAN, isNews: true },
  'NO ALERT': { paint: RED, isNews: true },
  function: { paint: RED, isNews: true },
  job: { paint: YELLOW, isNews: true },
};

function describe(event: RealmEvent): Line | undefined {
  switch (event.type) {
    case 'realm':
      return undefined; // The command line greets in its own words.
    case 'worker':
      return [WORKER_LABELS[event.status], event.instance, event.detail ?? WORKER_DETAILS[event.status]];
    case 'job':
      return ['job', event.job_id, `${event.status} on ${event.worker}`];
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

/** Text from a worker or an alarm must not break out of its line or colour the terminal. */
const oneLine = (text: string | undefined): string | undefined =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  text?.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();

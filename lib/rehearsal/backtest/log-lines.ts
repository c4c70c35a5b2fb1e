import type { LogSignal } from '../../engine/model/signal';
import { groupOf, type LogPlace, logEvent, logEvents, noInstant } from './log-events';
import { instantOf } from './timestamp';

/**
 * Lines of NDJSON, of an export to S3 or of `aws logs tail`, mixed as they come: events of FilterLogEvents, records of
 * a subscription, records that a worker wrote, or an instant and a message. Lines without an instant belong to the
 * message before them.
 */
export function logLines(text: string, place: LogPlace): LogSignal[] {
  const signals: LogSignal[] = [];
  let open: TextEvent | undefined;
  const close = () => {
    if (open) signals.push(signalOf(open, place));
    open = undefined;
  };
  for (const [index, raw] of text.replace(COLOURS, '').split('\n').entries()) {
    const line = raw.trimEnd();
    const where = `line ${index + 1}`;
    const record = line.trimStart().startsWith('{') ? parse(line) : undefined;
    if (record && !(open && isPlain(record))) {
      close();
      signals.push(...signalsOf(record, line.trim(), place, where));
      continue;
    }
    const next = textEvent(line);
    if (next) {
      close();
      open = next;
    } else if (open) open.lines.push(line);
    else if (line !== '') throw noInstant(place, where);
  }
  close();
  return signals;
}

// --- internal ---

type Json = Readonly<Record<string, unknown>>;

/** An instant and what follows it, over one line or several. */
interface TextEvent {
  readonly timestamp: number;
  readonly logStreamName?: string;
  readonly lines: string[];
}

/** `aws logs tail` colours the instant and the stream on a terminal, and where it is told to. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const COLOURS = /\u001b\[[\d;]*m/g;

/** `aws logs tail` writes this offset and then the stream, except in its short format; an export to S3 writes Z. */
const TAILED = /\+00:00$/;

function textEvent(line: string): TextEvent | undefined {
  const [time, rest] = cut(line.trimStart());
  const timestamp = instantOf(time);
  if (timestamp === undefined) return undefined;
  if (!TAILED.test(time)) return { timestamp, lines: [rest] };
  const [logStreamName, message] = cut(rest);
  return { timestamp, logStreamName, lines: [message] };
}

function cut(text: string): [string, string] {
  const space = text.indexOf(' ');
  return space === -1 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)];
}

function signalOf({ timestamp, logStreamName, lines }: TextEvent, place: LogPlace): LogSignal {
  return {
    type: 'log',
    timestamp,
    logGroupName: groupOf({}, place),
    ...(logStreamName === undefined ? {} : { logStreamName }),
    message: messageOf(lines),
  };
}

/**
 * The JSON format of `aws logs tail` spreads a message over lines, which it had not. No JSON text holds a line end
 * inside a token, so that joining them changes spaces alone.
 */
function messageOf([first = '', ...more]: readonly string[]): string {
  const isSpread = first === '' && more[0]?.startsWith('{');
  if (isSpread) {
    const joined = more.map((line) => line.trim()).join('');
    if (parse(joined)) return joined;
  }
  return [first, ...more].join('\n').trimEnd();
}

/** A part of a message, rather than a record of its own. */
const isPlain = ({ timestamp, logEvents: events }: Json): boolean =>
  instantOf(timestamp) === undefined && !Array.isArray(events);

/** What AWS answers of an event besides its message: a record that somebody wrote has other members, or none of these. */
const OF_EVENTS = ['eventId', 'ingestionTime', 'logStreamName', 'logGroupName', 'logGroup', 'logStream'];

/** Rather than a record, whose line is the event. */
const isEvent = (record: Json): boolean =>
  typeof record.timestamp === 'number' &&
  typeof record.message === 'string' &&
  Object.keys(record).every((name) => ['timestamp', 'message', ...OF_EVENTS].includes(name));

function signalsOf(record: Json, line: string, place: LogPlace, where: string): LogSignal[] {
  const { logEvents: events, logGroup, logStream } = record;
  if (Array.isArray(events)) {
    const group = typeof logGroup === 'string' ? logGroup : place.logGroupName;
    const stream = typeof logStream === 'string' ? { logStreamName: logStream } : {};
    return logEvents(events, { ...place, logGroupName: group }).map((one) => ({ ...one, ...stream }));
  }
  if (isEvent(record)) return [logEvent(record, place, where)];
  const timestamp = instantOf(record.timestamp);
  if (timestamp === undefined) throw noInstant(place, where);
  return [{ type: 'log', timestamp, logGroupName: groupOf(record, place), message: line }];
}

function parse(line: string): Json | undefined {
  try {
    const value = JSON.parse(line);
    return typeof value === 'object' ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

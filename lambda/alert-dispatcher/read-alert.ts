import { createHash } from 'node:crypto';
import { type Alert, type AlertState, alarmDescription, readAlarmDescription } from '../../lib/contract';
import { isObject, jsonText, parseJson } from '../shared/json-value';
import { type AlarmFacts, readAlarm } from './alarm-facts';
import { alarmPage, parseArn } from './console-links';
import { oneLine, plainText } from './plain-text';

/** What is known about a message besides its content. */
export interface MessageOrigin {
  readonly severity: string;
  /** The same when the message is delivered again. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly subject?: string;
  readonly topicArn?: string;
}

/**
 * The alert in a message: an alarm notification as SNS carries it (metric, metric math or composite), the
 * event of an alarm's Lambda action, an EventBridge alarm event, or anything else as it stands. Never
 * throws: what cannot be understood is told as plain text.
 * @param content JSON text, any text, or an event object
 */
export function readAlert(content: unknown, origin: MessageOrigin): Alert {
  const value = typeof content === 'string' ? parseJson(content) : content;
  try {
    const facts = isObject(value) ? readAlarm(value) : undefined;
    return facts ? alarmAlert(facts, origin) : messageAlert(content, value, origin);
  } catch {
    // A field that is nested deeper than the stack cannot be shown.
    return messageAlert(content, undefined, origin);
  }
}

// --- internal ---

/** Longest texts: a chat refuses a message that is too long, and nobody reads one. */
const LIMITS = { name: 255, title: 250, details: 1_500, reason: 1_200, condition: 800 } as const;

function alarmAlert(facts: AlarmFacts, origin: MessageOrigin): Alert {
  const alarm = oneLine(facts.name, LIMITS.name);
  const arn = parseArn(facts.arn);
  const place = arn ?? parseArn(origin.topicArn);
  const state = stateOf(facts.state);
  const since = isoTime(facts.since) ?? new Date(origin.at).toISOString();
  const account = /^\d{12}$/.test(String(facts.account)) ? String(facts.account) : place?.account;
  const key = arn ? String(facts.arn) : `${account ?? ''}:${place?.region ?? ''}:${alarm}`;
  const reason = plainText(withNames(facts.reason), LIMITS.reason);
  const { title = alarm, details, runbook } = readDescription(facts.description, state);
  const stateText = oneLine(facts.state, LIMITS.name);
  // The reason is in it: an alarm with contributors may change twice at one time.
  const id = digest(key, stateText, since, reason);
  return withoutEmpty({
    version: 1,
    id,
    // What is not known to pair must not be taken for a repetition.
    key: state ? shortKey(key) : id,
    severity: origin.severity,
    state: state ?? 'MESSAGE',
    previousState: stateOf(facts.previousState),
    title: state ? title : `${stateText}: ${title}`,
    details,
    alarm,
    since,
    reason,
    value: valueIn(reason),
    condition: oneLine(withNames(facts.condition), LIMITS.condition),
    causes: facts.causes?.map((cause) => oneLine(cause, LIMITS.name)),
    region: place?.region,
    account,
    console: place && alarmPage(place, alarm),
    runbook,
  });
}

function messageAlert(content: unknown, value: unknown, origin: MessageOrigin): Alert {
  const structured = typeof value === 'object' && value !== null;
  const text = plainText(structured ? jsonText(value, 2) : content, LIMITS.details);
  const [firstLine = '', ...rest] = text.split('\n');
  const subject = oneLine(origin.subject, LIMITS.title) || eventTitle(value);
  const unnamed = structured ? 'a message without a subject' : '';
  const title = subject || unnamed || oneLine(firstLine, LIMITS.title) || 'a message without text';
  const place = parseArn(origin.topicArn);
  return withoutEmpty({
    version: 1,
    id: digest(origin.topicArn ?? '', origin.id),
    key: digest(origin.topicArn ?? '', title, typeof content === 'string' ? content : text),
    severity: origin.severity,
    state: 'MESSAGE',
    title,
    details: firstLine === title ? rest.join('\n').trim() : text,
    alarm: title,
    since: new Date(origin.at).toISOString(),
    region: place?.region,
    account: place?.account,
  });
}

/** What an event of EventBridge tells: its kind, and what happened where its detail says that. */
function eventTitle(value: unknown): string {
  if (!isObject(value) || typeof value['detail-type'] !== 'string') return '';
  const detail = isObject(value.detail) ? value.detail : {};
  const [finding] = Array.isArray(detail.findings) ? detail.findings : [];
  const [description] = Array.isArray(detail.eventDescription) ? detail.eventDescription : [];
  const titles = [
    isObject(finding) ? finding.Title : undefined,
    isObject(description) ? description.latestDescription : undefined,
    ...EVENT_TITLES.map((field) => detail[field]),
  ];
  const named = titles.find((text) => typeof text === 'string' && text.trim());
  return oneLine([value['detail-type'], named].filter(Boolean).join(': '), LIMITS.title);
}

/**
 * Fields of AWS's own events that a person reads first; `eventName` is CloudTrail's, `stoppedReason` and `lastStatus`
 * are of tasks of ECS. Security Hub has them in a list of findings, Health its description in a list of languages.
 */
const EVENT_TITLES =
  'title summary eventDescription message Message stoppedReason eventName state status lastStatus build-status'.split(
    ' ',
  );

/** The first line says what broke, the runbook is a link, and the rest are details; when all is well nothing is to be done first. */
function readDescription(
  description: unknown,
  state: AlertState | undefined,
): { title?: string; details: string; runbook?: string } {
  const { says, first, runbook } = readAlarmDescription(plainText(description, LIMITS.details));
  const text = alarmDescription({ says, ...(first && state !== 'OK' && { first }) });
  const [title = '', ...details] = text.split('\n');
  // CloudWatch takes 1,024 characters, all of them on one line if need be: what a title does not hold is told below it.
  const whole = title.length > LIMITS.title;
  return {
    title: oneLine(title, LIMITS.title) || undefined,
    details: whole ? text : details.join('\n').trim(),
    runbook,
  };
}

/** Of a composite alarm, CloudWatch names the others by their ARNs. */
const withNames = (text: unknown): unknown =>
  typeof text === 'string'
    ? text.replace(/\barn:[a-z-]{3,20}:cloudwatch:[a-z0-9-]+:\d{12}:alarm:/g, '')
    : text;

/** CloudWatch prints the newest datapoint first: `datapoints [21.5 (26/08/22 03:45:00), …]`. */
function valueIn(reason: string): number | undefined {
  const match = /\[(-?\d+(?:\.\d+)?(?:E-?\d+)?) \(\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\)/.exec(reason);
  return match ? Number(match[1]) : undefined;
}

function stateOf(value: unknown): AlertState | undefined {
  return value === 'ALARM' || value === 'OK' || value === 'INSUFFICIENT_DATA' ? value : undefined;
}

/** CloudWatch writes `2022-08-26T03:46:29.897+0000`. */
function isoTime(value: unknown): string | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** PagerDuty takes no key that is longer. */
function shortKey(key: string): string {
  return key.length > 255 ? digest(key) : key;
}

/** Fed part by part: joining 256 KB of text first costs more than the digest. */
function digest(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 32);
}

function withoutEmpty(alert: Alert): Alert {
  const kept = Object.entries(alert).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(kept) as unknown as Alert;
}

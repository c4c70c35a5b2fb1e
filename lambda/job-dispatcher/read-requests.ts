import { type DispatchDialect, type JobTriggerRule, OWN_EVENT } from '../../lib/contract';
import { isObject, type JsonObject, parseJson } from '../shared/json-value';
import { parseCommandLine } from './command-line';
import { exactRequests } from './exact-json';
import { type ObjectNews, readObjectNews } from './object-events';
import { type TriggeredRequest, triggeredRequests } from './triggered-requests';

/** One request as it came, before it is checked. */
export interface ReceivedRequest {
  /** Place in the event, from 0. */
  readonly index: number;
  /** The same when the same event is delivered again; the run id is made from it. */
  readonly origin: string;
  /** SQS only: the message that it came in. */
  readonly sqsMessageId?: string;
  /** Of the realm's own schedules or triggers, in the dispatcher's own dialect. */
  readonly own?: true;
  /** Of a trigger: what is dispatched once within so many seconds. */
  readonly once?: { readonly key: string; readonly seconds: number };
  readonly value: unknown;
  /** W3C Trace Context of the record that it came in. */
  readonly traceparent?: string;
  /** Set when there is no value to check. */
  readonly problem?: string;
}

/**
 * The requests in an event: a direct invocation (object or list), an EventBridge event (`detail`, as of a schedule),
 * SNS or SQS records whose text is JSON or Lava's lines; and, for the triggers, S3's news of objects, directly,
 * by EventBridge, or as the text of such records. Lava's dialect has no events of EventBridge and no list of its own.
 * @param invocationId what identifies a direct invocation: Lambda's request id, the same when it is retried
 */
export function readRequests(
  event: unknown,
  invocationId: string,
  triggers: readonly JobTriggerRule[] = [],
  dialect: DispatchDialect = 'tiltmeter',
): ReceivedRequest[] {
  return readParts(event, invocationId, dialect)
    .flatMap((part) => part.values.flatMap((value, place) => requestsOf(part, value, place, triggers)))
    .map((request, index) => ({ ...request, index }));
}

// --- internal ---

type Value = { readonly value: unknown; readonly problem?: string } | { readonly news: ObjectNews };

interface Part {
  readonly origin: string;
  readonly own?: true;
  readonly sqsMessageId?: string;
  readonly traceparent?: string;
  readonly values: readonly Value[];
}

function readParts(event: unknown, invocationId: string, dialect: DispatchDialect): Part[] {
  const news = newsOf(event);
  if (news) return [{ origin: invocationId, values: news }];
  if (isObject(event) && Array.isArray(event.Records))
    return event.Records.map((record) => readRecord(record, dialect));
  if (isObject(event) && event['detail-type'] === OWN_EVENT)
    return [{ ...readEvent(event, invocationId), own: true }];
  return [dialect === 'lava' ? readOne(event, invocationId) : readEvent(event, invocationId)];
}

function newsOf(json: unknown): Value[] | undefined {
  return readObjectNews(json)?.map((news) => ({ news }));
}

function requestsOf(
  { origin, sqsMessageId, own, traceparent }: Part,
  value: Value,
  place: number,
  triggers: readonly JobTriggerRule[],
): Omit<ReceivedRequest, 'index'>[] {
  if (!('news' in value)) return [{ ...value, origin: `${origin}/${place}`, sqsMessageId, own, traceparent }];
  const { news } = value;
  const requests: TriggeredRequest[] =
    'problem' in news ? [{ origin: '', problem: news.problem }] : triggeredRequests(news, triggers);
  return requests.map((request) => ({ value: undefined, ...request, sqsMessageId, own: true }));
}

function readEvent(event: unknown, invocationId: string): Part {
  if (isObject(event) && typeof event['detail-type'] === 'string' && 'detail' in event)
    return { origin: String(event.id ?? invocationId), values: listOf(event.detail) };
  return { origin: invocationId, values: listOf(event) };
}

/** A request by itself, which is all that Lava takes of an event without records. */
function readOne(event: unknown, invocationId: string): Part {
  if (isObject(event) && 'job_id' in event) return { origin: invocationId, values: [{ value: event }] };
  return failure(invocationId, 'the event is not understood; allowed: an object with job_id, or Records');
}

/** SNS and SQS do not agree on the capitals of their record fields. */
function readRecord(record: unknown, dialect: DispatchDialect): Part {
  const fields = isObject(record) ? record : {};
  if (fields.EventSource === 'aws:sns' && isObject(fields.Sns)) return readNotification(fields.Sns, dialect);
  if (fields.eventSource === 'aws:sqs') {
    const sqsMessageId = String(fields.messageId);
    const traceparent = traceparentIn(fields.messageAttributes, 'stringValue');
    return {
      ...(traceparent && { traceparent }),
      ...readBody(fields.body, sqsMessageId, dialect),
      sqsMessageId,
    };
  }
  const source = String(fields.EventSource ?? fields.eventSource ?? 'no event source');
  return failure('', `a record of ${source} is not understood; allowed: aws:sns, aws:sqs, aws:s3`);
}

function readNotification(notification: JsonObject, dialect: DispatchDialect): Part {
  const traceparent = traceparentIn(notification.MessageAttributes, 'Value');
  return {
    origin: String(notification.MessageId),
    values: readText(notification.Message, dialect),
    ...(traceparent && { traceparent }),
  };
}

/** A queue that is subscribed to a topic without raw delivery holds SNS's envelope. */
function readBody(body: unknown, messageId: string, dialect: DispatchDialect): Part {
  const envelope = typeof body === 'string' ? parseJson(body) : undefined;
  if (isObject(envelope) && envelope.Type === 'Notification' && 'TopicArn' in envelope)
    return readNotification(envelope, dialect);
  return { origin: messageId, values: readText(body, dialect) };
}

function readText(text: unknown, dialect: DispatchDialect): Value[] {
  if (typeof text !== 'string') return [{ value: undefined, problem: 'the message has no text' }];
  const json = parseJson(text);
  // Lava reads an empty list as a line that it is.
  if (dialect === 'lava' && Array.isArray(json) && json.length === 0)
    return [{ value: undefined, problem: 'the message holds an empty list' }];
  if (json !== undefined) return newsOf(json) ?? listOf(exactRequests(text, json));
  // What begins like JSON was meant to be JSON: cut off, most likely.
  if (/^\s*[[{]/.test(text)) return [{ value: undefined, problem: 'the message is not valid JSON' }];
  const requests = text.split(LINE_END).flatMap((line) => parseCommandLine(line, dialect) ?? []);
  if (requests.length === 0 && dialect === 'lava') return [];
  if (requests.length === 0) return [{ value: undefined, problem: 'the message holds no request' }];
  return requests.map((parsed) =>
    'problem' in parsed ? { value: undefined, problem: parsed.problem } : { value: parsed.request },
  );
}

/** SNS and SQS do not agree on the member that holds the text of an attribute either. */
function traceparentIn(attributes: unknown, member: 'stringValue' | 'Value'): string | undefined {
  const attribute = isObject(attributes) ? attributes.traceparent : undefined;
  const text = isObject(attribute) ? attribute[member] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function listOf(value: unknown): Value[] {
  return (Array.isArray(value) ? value : [value]).map((one) => ({ value: one }));
}

/** Where Python's splitlines() splits. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: some of them end a line
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

function failure(origin: string, problem: string): Part {
  return { origin, values: [{ value: undefined, problem }] };
}

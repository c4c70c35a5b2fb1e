import { isObject, type JsonObject, parseJson } from '../shared/json-value';
import type { MessageOrigin } from './read-alert';

/** A message to tell, and the topic it came through; none for an alarm's Lambda action or a direct invocation. */
export interface Incoming {
  readonly topic?: string;
  readonly content: unknown;
  readonly origin: Omit<MessageOrigin, 'severity'>;
  /** What is to be kept when the message cannot be told: the event, or the body of the queue's message. */
  readonly body: string;
  /** Set for a message of a queue. */
  readonly sqsMessageId?: string;
  /** What has been done about it before. */
  readonly past: Past;
}

/** How often a message has been tried, since when, and whom it has yet to be told. */
export interface Past {
  readonly rounds: number;
  /** Epoch milliseconds. */
  readonly firstAt: number;
  /** The channels that have not taken it; undefined is all. */
  readonly channels?: readonly string[];
}

/** The messages of an event: one for each SNS or SQS record, or the event itself. */
export function readEvent(event: unknown, invocationId: string, now: number): Incoming[] {
  const records = isObject(event) && Array.isArray(event.Records) ? event.Records.filter(isObject) : [];
  const messages = records.flatMap((record) =>
    record.eventSource === 'aws:sqs' ? readSqs(record, now) : readSns(record.Sns, invocationId, now),
  );
  if (messages.length > 0) return messages;
  const past = { rounds: 0, firstAt: now };
  return [{ content: event, origin: { id: invocationId, at: now }, body: JSON.stringify(event) ?? '', past }];
}

/** A message that goes back to its queue, as text. */
export function heldBack(body: string, past: Past): string {
  return JSON.stringify({ [HELD_BACK]: past, body });
}

// --- internal ---

/** No message of SNS or event of CloudWatch has a field of this name. */
const HELD_BACK = 'TiltmeterHeldBack';

/** The body is what SNS has put there, an event that a function was given, or one of those that was held back. */
function readSqs({ body, messageId }: JsonObject, now: number): Incoming[] {
  const outer = parseJson(String(body));
  const kept = isObject(outer) && isObject(outer[HELD_BACK]) ? readPast(outer[HELD_BACK]) : undefined;
  const text = kept ? String((outer as JsonObject).body) : String(body);
  const past = kept ?? { rounds: 0, firstAt: now };
  const sqsMessageId = String(messageId);
  const value = parseJson(text);
  const messages =
    isObject(value) && value.Type === 'Notification' && value.TopicArn !== undefined
      ? readSns(value, sqsMessageId, now)
      : readEvent(value ?? text, sqsMessageId, now);
  return messages.map((message) => ({ ...message, body: text, past, sqsMessageId }));
}

function readPast({ rounds, firstAt, channels }: JsonObject): Past | undefined {
  if (typeof rounds !== 'number' || typeof firstAt !== 'number') return undefined;
  const names = Array.isArray(channels) && channels.every((name) => typeof name === 'string');
  return { rounds, firstAt, ...(names && { channels: channels as string[] }) };
}

/** SNS's own message: of a function's record or of a queue's body. */
function readSns(sns: unknown, invocationId: string, now: number): Incoming[] {
  if (!isObject(sns)) return [];
  const { TopicArn, Message, MessageId, Subject, Timestamp } = sns;
  const at = Date.parse(String(Timestamp));
  return [
    {
      topic: String(TopicArn).split(':').pop()!,
      content: Message,
      origin: {
        id: String(MessageId ?? invocationId),
        at: Number.isNaN(at) ? now : at,
        topicArn: String(TopicArn),
        ...(typeof Subject === 'string' && { subject: Subject }),
      },
      body: JSON.stringify({ Type: 'Notification', ...sns }),
      past: { rounds: 0, firstAt: now },
    },
  ];
}

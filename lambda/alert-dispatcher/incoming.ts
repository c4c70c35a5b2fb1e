import { isObject } from '../shared/json-value';
import type { MessageOrigin } from './read-alert';

/** A message to tell, and the topic it came through; none for an alarm's Lambda action or a direct invocation. */
export interface Incoming {
  readonly topic?: string;
  readonly content: unknown;
  readonly origin: Omit<MessageOrigin, 'severity'>;
}

/** The messages of an event: one for each SNS record, or the event itself. */
export function readEvent(event: unknown, invocationId: string, now: number): Incoming[] {
  const records = isObject(event) && Array.isArray(event.Records) ? event.Records : [];
  const messages = records.flatMap((record) =>
    isObject(record) && isObject(record.Sns) ? [record.Sns] : [],
  );
  if (messages.length === 0) return [{ content: event, origin: { id: invocationId, at: now } }];
  return messages.map(({ TopicArn, Message, MessageId, Subject, Timestamp }) => {
    const at = Date.parse(String(Timestamp));
    return {
      topic: String(TopicArn).split(':').pop()!,
      content: Message,
      origin: {
        id: String(MessageId ?? invocationId),
        at: Number.isNaN(at) ? now : at,
        topicArn: String(TopicArn),
        ...(typeof Subject === 'string' && { subject: Subject }),
      },
    };
  });
}

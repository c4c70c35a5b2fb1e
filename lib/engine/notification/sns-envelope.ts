/** A message that was published to a topic. */
export interface SnsMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The event that a Lambda function subscribed to the topic gets. */
export function lambdaEvent(sns: SnsMessage): object {
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${sns.topicArn}:${UNSIGNED}`,
        Sns: {
          ...common(sns),
          Subject: sns.subject ?? null,
          SigningCertUrl: '',
          UnsubscribeUrl: '',
          MessageAttributes: {},
        },
      },
    ],
  };
}

/** The text that a queue subscribed to the topic without raw delivery gets. */
export function queueBody(sns: SnsMessage): string {
  const subject = sns.subject === undefined ? {} : { Subject: sns.subject };
  return JSON.stringify({ ...common(sns), ...subject, SigningCertURL: '', UnsubscribeURL: '' });
}

// --- internal ---

/** Stands where SNS has an id or a signature of its own. */
const UNSIGNED = 'unsigned';

const common = ({ messageId, topicArn, message, at }: SnsMessage) => ({
  Type: 'Notification',
  MessageId: messageId,
  TopicArn: topicArn,
  Message: message,
  Timestamp: new Date(at).toISOString(),
  SignatureVersion: '1',
  Signature: UNSIGNED,
});

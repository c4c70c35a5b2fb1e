import type { Message } from '@aws-sdk/client-sqs';
import { sdkError } from '../aws-sdk';
import type { MessageSource } from './run-worker';

export interface SqsQueueProps {
  readonly url: string;
  /** Seconds that a read waits for a message. @default 10 */
  readonly wait?: number;
  /** An SQSClient. @default one of the process's own */
  readonly client?: { readonly send: (command: never, options?: object) => Promise<unknown> };
}

/**
 * A worker's SQS queue. The SDK is loaded here and not with the runtime, since it costs more than the whole of it;
 * and at once, so that the first heartbeat knows the queue's depth.
 * @throws OptionsError when the SDK is not installed.
 */
export function sqsQueue({
  url: QueueUrl,
  wait: WaitTimeSeconds = 10,
  client,
}: SqsQueueProps): MessageSource {
  const { SQSClient, GetQueueAttributesCommand, ReceiveMessageCommand, DeleteMessageCommand } = loadSdk();
  // an endpoint that is set explicitly is meant to be asked, not the host in the queue's URL
  const sqs = client ?? new SQSClient({ useQueueUrlAsEndpoint: !process.env.AWS_ENDPOINT_URL });
  const send = (command: object, options: object = {}): Promise<unknown> =>
    sqs.send(command as never, options as never);
  return {
    async depth() {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [MESSAGES, NOT_VISIBLE] });
      const { Attributes: depth } = (await send(command)) as { Attributes?: Record<string, string> };
      return { messages: Number(depth?.[MESSAGES] ?? -1), notvisible: Number(depth?.[NOT_VISIBLE] ?? -1) };
    },
    async receive(abortSignal) {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      });
      const { Messages = [] } = (await send(command, { abortSignal })) as { Messages?: Message[] };
      return Messages.map(({ Body: body, ReceiptHandle: receipt, Attributes }) => {
        return { body, receipt, deliveries: Number(Attributes?.ApproximateReceiveCount ?? 1) };
      });
    },
    remove: ({ receipt: ReceiptHandle }) => send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
  };
}

// --- internal ---

const MESSAGES = 'ApproximateNumberOfMessages';
const NOT_VISIBLE = 'ApproximateNumberOfMessagesNotVisible';

function loadSdk() {
  try {
    return require('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs');
  } catch (error) {
    throw sdkError('@aws-sdk/client-sqs', 'reads the queue', error);
  }
}

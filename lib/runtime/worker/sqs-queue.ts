import type { Message } from '@aws-sdk/client-sqs';
import type { MessageSource } from './run-worker';

export interface SqsQueueProps {
  readonly url: string;
  /** Seconds that a read waits for a message. @default 10 */
  readonly wait?: number;
  /** An SQSClient. @default one of the process's own */
  readonly client?: { readonly send: (command: never, options?: object) => Promise<unknown> };
}

/** A worker's SQS queue. The SDK is loaded with the first call: it costs more than the whole runtime. */
export function sqsQueue({
  url: QueueUrl,
  wait: WaitTimeSeconds = 10,
  client,
}: SqsQueueProps): MessageSource {
  let loaded: ReturnType<typeof loadSdk> | undefined;
  const load = () => {
    loaded ??= loadSdk(client);
    return loaded;
  };
  return {
    async depth() {
      const { send, GetQueueAttributesCommand } = await load();
      const { Attributes: depth } = (await send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [MESSAGES, NOT_VISIBLE] }),
      )) as { Attributes?: Record<string, string> };
      return { messages: Number(depth?.[MESSAGES] ?? -1), notvisible: Number(depth?.[NOT_VISIBLE] ?? -1) };
    },
    async receive(abortSignal) {
      const { send, ReceiveMessageCommand } = await load();
      const { Messages = [] } = (await send(
        new ReceiveMessageCommand({
          QueueUrl,
          WaitTimeSeconds,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
        { abortSignal },
      )) as { Messages?: Message[] };
      return Messages.map(({ Body: body, ReceiptHandle: receipt, Attributes }) => {
        return { body, receipt, deliveries: Number(Attributes?.ApproximateReceiveCount ?? 1) };
      });
    },
    async remove({ receipt: ReceiptHandle }) {
      const { send, DeleteMessageCommand } = await load();
      return send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
  };
}

// --- internal ---

const MESSAGES = 'ApproximateNumberOfMessages';
const NOT_VISIBLE = 'ApproximateNumberOfMessagesNotVisible';

async function loadSdk(given: SqsQueueProps['client']) {
  const sdk = await import('@aws-sdk/client-sqs');
  // an endpoint that is set explicitly is meant to be asked, not the host in the queue's URL
  const client = given ?? new sdk.SQSClient({ useQueueUrlAsEndpoint: !process.env.AWS_ENDPOINT_URL });
  const { GetQueueAttributesCommand, ReceiveMessageCommand, DeleteMessageCommand } = sdk;
  const send = (command: object, options: object = {}): Promise<unknown> =>
    client.send(command as never, options as never);
  return { send, GetQueueAttributesCommand, ReceiveMessageCommand, DeleteMessageCommand };
}

import type { Message } from '@aws-sdk/client-sqs';
import { withinTime } from '../../time-limit/time-limit';
import { loadSdk } from '../aws-sdk';
import type { MessageSource } from './run-worker';

export interface SqsQueueProps {
  readonly url: string;
  /** Seconds that a read waits for a message. @default 10 */
  readonly wait?: number;
  /** An SQSClient. @default one of the process's own */
  readonly client?: { readonly send: (command: never, options?: object) => Promise<unknown> };
  /**
   * Loads the SDK, for a program that is bundled with it: `() => import('@aws-sdk/client-sqs')`.
   * @default it is looked for where the program runs
   */
  readonly sdk?: () => Promise<unknown>;
}

/** ms that SQS may take to tell the depth, or to remove a message; a read may take 30 s beyond its wait. */
export const QUEUE_LIMIT_MS = 10_000;

/**
 * A worker's SQS queue. The SDK is loaded from here and not with the runtime, since it costs more than the whole of
 * it; and at once, so that the first heartbeat knows the queue's depth. Its `ready` rejects with an OptionsError when
 * the SDK is not installed.
 */
export function sqsQueue(props: SqsQueueProps): MessageSource {
  const { url: QueueUrl, wait: WaitTimeSeconds = 10 } = props;
  const opened = open(props);
  // who awaits it is told; nobody has to
  opened.catch(() => {});
  return {
    ready: async () => void (await opened),
    async depth() {
      const { sdk, send } = await opened;
      const command = new sdk.GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: [MESSAGES, NOT_VISIBLE],
      });
      const { Attributes: depth } = (await answered(send, command)) as {
        Attributes?: Record<string, string>;
      };
      return { messages: Number(depth?.[MESSAGES] ?? -1), notvisible: Number(depth?.[NOT_VISIBLE] ?? -1) };
    },
    async receive(abortSignal) {
      const { sdk, send } = await opened;
      const command = new sdk.ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        MessageAttributeNames: ['traceparent'],
      });
      const { Messages = [] } = (await send(command, { abortSignal })) as { Messages?: Message[] };
      return Messages.map(({ Body: body, ReceiptHandle: receipt, Attributes, MessageAttributes }) => {
        const deliveries = Number(Attributes?.ApproximateReceiveCount ?? 1);
        return { body, receipt, deliveries, traceparent: MessageAttributes?.traceparent?.StringValue };
      });
    },
    async remove({ receipt: ReceiptHandle }) {
      const { sdk, send } = await opened;
      return answered(send, new sdk.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
  };
}

// --- internal ---

const MESSAGES = 'ApproximateNumberOfMessages';
const NOT_VISIBLE = 'ApproximateNumberOfMessagesNotVisible';

type Sdk = typeof import('@aws-sdk/client-sqs');

type Send = (command: unknown, options?: object) => Promise<unknown>;

const answered = (send: Send, command: unknown): Promise<unknown> =>
  withinTime(QUEUE_LIMIT_MS, (abortSignal) => send(command, { abortSignal }));

async function open({ client, sdk: given }: SqsQueueProps) {
  const sdk = await loadSdk<Sdk>('@aws-sdk/client-sqs', 'reads the queue', given);
  // an endpoint that is set explicitly is meant to be asked, not the host in the queue's URL
  const sqs = client ?? new sdk.SQSClient({ useQueueUrlAsEndpoint: !process.env.AWS_ENDPOINT_URL });
  const send: Send = (command, options = {}) => sqs.send(command as never, options as never);
  return { sdk, send };
}

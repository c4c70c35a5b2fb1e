import type { Queue } from '../../rehearsal/template/template-model';
import type { QueueDepth, QueueTraffic } from '../aws/published-metrics';
import { isLoopbackHost, LOOPBACK, listenError } from '../loopback-server';
import type { ReceivedMessage } from './event-source';
import { measureQueue, type QueueContents } from './queue-depth';
import { createTrafficCounter } from './queue-traffic';

/** SQS on this machine: fauxqs, on loopback only. */
export interface QueueService {
  readonly url: string;
  readonly queueUrl: (queueName: string) => string;
  /** Creates the queues of a template with their timeouts and redrive policies. */
  readonly createQueues: (queues: readonly Queue[]) => Promise<void>;
  readonly send: (
    queueArn: string,
    body: string,
    attributes?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Up to ten messages, which are then invisible for the queue's visibility timeout. */
  readonly receive: (queueArn: string) => Promise<readonly ReceivedMessage[]>;
  readonly remove: (queueArn: string, receiptHandle: string) => Promise<void>;
  readonly depth: (queueName: string) => Promise<QueueDepth>;
  /** What went in and out since the last call. */
  readonly takeTraffic: (queueName: string) => QueueTraffic;
  readonly close: () => Promise<void>;
}

export interface QueueServiceProps {
  readonly region: string;
  readonly accountId: string;
  /** How much faster than the wall the realm's time is; ages are told in realm time. */
  readonly speed: number;
}

/**
 * Timeouts of SQS itself (long polling, visibility, retention) stay at the wall's pace: a message that a
 * killed worker had in its hands comes back after the queue's visibility timeout of wall time.
 */
export async function startQueueService({
  region,
  accountId,
  speed,
}: QueueServiceProps): Promise<QueueService> {
  const { buildApp } = await import('fauxqs');
  const app = buildApp({ logger: false, defaultRegion: region });
  let port = 0;
  const queueUrl = (name: string) => `http://${LOOPBACK}:${port}/${accountId}/${name}`;
  const ownUrls = new Map<string, string>();

  app.addHook('onRequest', async (request, reply) => {
    if (!isLoopbackHost(request.headers.host, port)) await reply.code(403).send({ error: 'unknown host' });
  });
  // fauxqs names a queue by a host name that no resolver knows; clients get, and send, one on loopback.
  app.addHook('preHandler', async ({ body }) => {
    const input = body as { QueueUrl?: string } | undefined;
    if (input?.QueueUrl) input.QueueUrl = ownUrls.get(nameOfUrl(input.QueueUrl)) ?? input.QueueUrl;
  });
  const traffic = createTrafficCounter();
  app.addHook('onSend', async (request, reply, payload) => {
    const { QueueUrl } = (request.body ?? {}) as { QueueUrl?: string };
    if (!QueueUrl || reply.statusCode !== 200) return payload;
    traffic.count(nameOfUrl(QueueUrl), String(request.headers['x-amz-target']), String(payload ?? ''));
    return payload;
  });
  try {
    await app.listen({ host: LOOPBACK, port: 0 });
  } catch (error) {
    throw listenError('queue service', 0, error as NodeJS.ErrnoException);
  }
  port = (app.server.address() as { port: number }).port;

  /** One SQS action, without a socket. */
  const call = async (action: string, input: object): Promise<Record<string, unknown>> => {
    const { statusCode, payload } = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        host: `${LOOPBACK}:${port}`,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
      },
      payload: JSON.stringify(input),
    });
    if (statusCode !== 200) throw new Error(`SQS ${action} failed: ${payload}`);
    return payload === '' ? {} : JSON.parse(payload);
  };

  return {
    url: `http://${LOOPBACK}:${port}`,
    queueUrl,
    async createQueues(queues) {
      for (const queue of queues) {
        const { QueueUrl } = await call('CreateQueue', {
          QueueName: queue.queueName,
          Attributes: queueAttributes(queue, region),
        });
        ownUrls.set(queue.queueName, QueueUrl as string);
      }
    },
    async send(queueArn, MessageBody, attributes = {}) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
      );
      await call('SendMessage', { QueueUrl: queueUrl(nameOfArn(queueArn)), MessageBody, MessageAttributes });
    },
    async receive(queueArn) {
      const { Messages = [] } = await call('ReceiveMessage', {
        QueueUrl: queueUrl(nameOfArn(queueArn)),
        MaxNumberOfMessages: 10,
        AttributeNames: ['All'],
      });
      return (Messages as SqsMessage[]).map(({ MessageId, ReceiptHandle, Body, Attributes = {} }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: Attributes,
      }));
    },
    async remove(queueArn, ReceiptHandle) {
      await call('DeleteMessage', { QueueUrl: queueUrl(nameOfArn(queueArn)), ReceiptHandle });
    },
    async depth(queueName) {
      const { payload } = await app.inject({
        url: `/_fauxqs/queues/${queueName}`,
        headers: { host: `${LOOPBACK}:${port}` },
      });
      const { messages } = JSON.parse(payload) as { messages: QueueContents };
      return measureQueue(messages, Date.now(), speed);
    },
    takeTraffic: traffic.take,
    close: () => app.close(),
  };
}

/** CreateQueue's attributes for a queue of the template. fauxqs has an account number of its own. */
export function queueAttributes(queue: Queue, region: string): Record<string, string> {
  return {
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(queue.messageRetentionSeconds),
    ...(queue.fifo && { FifoQueue: 'true' }),
    ...(queue.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:${region}:${FAUXQS_ACCOUNT}:${nameOfArn(queue.redrive.deadLetterTargetArn)}`,
        maxReceiveCount: queue.redrive.maxReceiveCount,
      }),
    }),
  };
}

// --- internal ---

interface SqsMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

const FAUXQS_ACCOUNT = '000000000000';

const nameOfUrl = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

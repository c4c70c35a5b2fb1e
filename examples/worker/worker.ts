// A worker: reads jobs from an SQS queue, runs them, and says how it is. Started as Lava starts its workers:
//   QUEUE_URL=… node worker.js --realm dev --worker core --heartbeat 60 --log-json
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type MessageSource, OptionsError, runWorker, workerOptions } from 'tiltmeter/runtime';

main().catch((error) => {
  console.error(`worker: ${error.message}`);
  process.exit(error.userError ? 2 : 1);
});

async function main(): Promise<void> {
  const options = workerOptions();
  if (!options.queueUrl) throw new OptionsError('no queue: give --queue or QUEUE_URL');
  await runWorker(options, sqsQueue(options.queueUrl, options.wait), ({ parameters }) => job(parameters));
}

/** Every job of this worker sleeps, and fails if asked to. */
async function job({ seconds = 0.1, fail = false }: { seconds?: number; fail?: boolean } = {}) {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  if (fail) throw new Error('failed, as its parameters say');
}

function sqsQueue(QueueUrl: string, WaitTimeSeconds: number): MessageSource {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: process.env.AWS_ENDPOINT_URL === undefined });
  return {
    async depth() {
      const { Attributes: depth } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return {
        messages: Number(depth?.ApproximateNumberOfMessages ?? -1),
        notvisible: Number(depth?.ApproximateNumberOfMessagesNotVisible ?? -1),
      };
    },
    async receive(abortSignal) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          WaitTimeSeconds,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
        { abortSignal },
      );
      return Messages.map(({ Body: body, ReceiptHandle: receipt, Attributes }) => {
        return { body, receipt, deliveries: Number(Attributes?.ApproximateReceiveCount ?? 1) };
      });
    },
    remove: ({ receipt: ReceiptHandle }) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
  };
}

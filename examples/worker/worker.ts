// A worker: reads jobs from an SQS queue, runs them, and says how it is. Started as Lava starts its workers:
//   QUEUE_URL=… node worker.js --realm dev --worker core --heartbeat 60 --log-json
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { InternalQueue, parseDispatchMessage, startWorker, workerOptions } from 'tiltmeter/runtime';

main().catch((error) => {
  console.error(`worker: ${error.message}`);
  process.exitCode = error.userError ? 2 : 1;
});

async function main(): Promise<void> {
  const options = workerOptions();
  const { queueUrl: QueueUrl, threads, wait: WaitTimeSeconds } = options;
  if (!QueueUrl) throw Object.assign(new Error('no queue: give --queue or QUEUE_URL'), { userError: true });
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: process.env.AWS_ENDPOINT_URL === undefined });
  const queue = new InternalQueue<Message>(threads);
  const worker = startWorker(options, { sqs: depth, internal: () => queue.length });
  await Promise.all([poll(), ...Array.from({ length: threads }, (_, n) => work(n))]);
  await worker.close();

  async function depth() {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    const [messages, notvisible] = AttributeNames.map((name) => Number(Attributes?.[name] ?? -1));
    return { messages: messages!, notvisible: notvisible! };
  }

  async function poll() {
    const abortSignal = worker.stopping;
    while (!abortSignal.aborted) {
      try {
        const read = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds });
        const { Messages = [] } = await sqs.send(read, { abortSignal });
        for (const message of Messages) await queue.put(message);
      } catch (error) {
        if (abortSignal.aborted) break;
        worker.logger.error('Cannot read the queue', { event_type: 'connection', error });
        await sleep(options.sleep);
      }
    }
    queue.close();
  }

  async function work(n: number) {
    const thread = worker.thread(`worker-${String(n).padStart(2, '0')}`);
    for await (const { Body, ReceiptHandle } of queue) {
      const parsed = parseDispatchMessage(Body, options);
      if ('problem' in parsed)
        thread.logger.error('Malformed dispatch message', { event_type: 'worker', ...parsed });
      else await worker.run(thread, parsed.message, () => job(parsed.message.parameters));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })).catch((error) => {
        thread.logger.error('Cannot delete a message', { event_type: 'connection', error });
      });
    }
    thread.end();
  }
}

/** Every job of this worker sleeps, and fails if asked to. */
async function job({
  seconds = 0.1,
  fail = false,
}: {
  seconds?: number;
  fail?: boolean;
} = {}): Promise<void> {
  await sleep(seconds);
  if (fail) throw new Error('failed, as its parameters say');
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

import type { SendBatch } from './send';

/** SQS as what the job dispatcher sends with. */
export function sqsSender(): SendBatch {
  // Loaded at the first event: a cold start pays for the SDK only once, and a test of the bundle not at all.
  const { SQSClient, SendMessageBatchCommand } =
    require('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs');
  const client = new SQSClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return async (QueueUrl, entries, abortSignal) => {
    const Entries = entries.map(({ id, body, delaySeconds }) => ({
      Id: id,
      MessageBody: body,
      DelaySeconds: delaySeconds,
    }));
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }), {
      abortSignal,
    });
    return Failed.map(({ Id, Code, Message, SenderFault }) => ({
      id: Id!,
      problem: `${Code}: ${Message ?? 'no reason given'}`,
      retry: !SenderFault,
    }));
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { readConfig } from './config';
import { createJobDispatcher, type DispatchAnswer } from './dispatcher';
import type { SendBatch } from './send';

export { templateProblem } from './trigger-template';

let dispatch: ReturnType<typeof createJobDispatcher> | undefined;

/** Entry point of the function. The environment is read at the first event, so that a mistake in it is an error of that event. */
export async function handler(
  event: unknown,
  context: Pick<Context, 'awsRequestId'>,
): Promise<DispatchAnswer> {
  dispatch ??= createJobDispatcher(readConfig(process.env), {
    sendBatch: sqsSender(),
    sleep,
    now: Date.now,
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  });
  return dispatch(event, context.awsRequestId);
}

// --- internal ---

function sqsSender(): SendBatch {
  // Loaded at the first event: a cold start pays for the SDK only once, and a test of the bundle not at all.
  const { SQSClient, SendMessageBatchCommand } =
    require('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs');
  const client = new SQSClient({ requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } });
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

import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { sqsSender } from './aws';
import { readConfig } from './config';
import { createJobDispatcher, type DispatchAnswer } from './dispatcher';

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

import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { logSearch, secretReaders, topicPublisher } from './aws';
import { readConfig } from './config';
import { createAlertDispatcher, type DispatchReport, type Invocation } from './dispatcher';
import { createPost } from './http-post';
import { withTopics } from './topic-post';

let dispatch: ReturnType<typeof createAlertDispatcher> | undefined;

/**
 * Entry point of the function. The environment is read at the first event, so that a mistake in it is an
 * error of that event and the event is kept in the dead-letter queue.
 */
export async function handler(event: unknown, context: Invocation): Promise<DispatchReport> {
  dispatch ??= createAlertDispatcher(readConfig(process.env), {
    post: withTopics(
      topicPublisher(),
      createPost((host) => lookup(host, { all: true })),
    ),
    ...secretReaders(),
    searchLogs: logSearch(),
    sleep,
    now: Date.now,
    random: Math.random,
    // A write to a pipe or a file is synchronous on Linux: no line is lost when the process is frozen.
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  });
  return dispatch(event, context);
}

import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { logSearch } from '../shared/search-logs';
import { metricReader, queueHold, secretReaders, topicPublisher } from './aws';
import { createBudgetOf } from './budget';
import { readConfig } from './config';
import { type BatchAnswer, createAlertDispatcher, type DispatchReport, type Invocation } from './dispatcher';
import { createPost } from './http-post';
import { withTopics } from './topic-post';

let dispatch: ReturnType<typeof createAlertDispatcher> | undefined;

/**
 * Entry point of the function. The environment is read at the first event, so that a mistake in it is an
 * error of that event and the event is kept in the dead-letter queue.
 */
export async function handler(event: unknown, context: Invocation): Promise<DispatchReport | BatchAnswer> {
  dispatch ??= create();
  return dispatch(event, context);
}

// --- internal ---

function create(): ReturnType<typeof createAlertDispatcher> {
  const config = readConfig(process.env);
  return createAlertDispatcher(config, {
    post: withTopics(
      topicPublisher(),
      createPost((host) => lookup(host, { all: true })),
    ),
    ...secretReaders(),
    searchLogs: logSearch(),
    ...(config.objectives && {
      budgetOf: createBudgetOf(config.objectives, {
        readParameter: secretReaders().ssm,
        metricData: metricReader(),
      }),
    }),
    ...(config.hold && { hold: queueHold(config.hold.queues, config.hold.deadLetters) }),
    sleep,
    now: Date.now,
    random: Math.random,
    // A write to a pipe or a file is synchronous on Linux: no line is lost when the process is frozen.
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  });
}

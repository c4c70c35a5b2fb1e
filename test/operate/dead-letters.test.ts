import { type DeadLetterQueue, deadLetterQueues, type QueueMessage, redrive } from '../../lib/operate';

const queues = deadLetterQueues({
  realm: 'dev',
  system: 'lava',
  dispatcher: true,
  freshness: false,
  workers: [{ name: 'core' }],
  severities: ['page-eu', 'page', 'ticket'],
  subscribed: ['page'],
});
const queue = (name: string): DeadLetterQueue => queues.find((one) => one.name === name)!;

/** A queue of dead letters; what is received is not received again until it is released. */
function account(bodies: readonly string[], refuse?: string) {
  const waiting: QueueMessage[] = bodies.map((body, n) => ({
    id: `id-${n}`,
    handle: `handle-${n}`,
    body,
    sentAt: 0,
    attributes: { from: 'x' },
  }));
  const calls: unknown[][] = [];
  const take = (...call: unknown[]) => {
    if (refuse !== undefined) throw new Error(refuse);
    calls.push(call);
  };
  const ports = {
    receive: async () => waiting.splice(0, 2),
    send: async (...call: unknown[]) => take('send', ...call),
    invoke: async (...call: unknown[]) => take('invoke', ...call),
    remove: async (_: string, handle: string) => void calls.push(['remove', handle]),
    release: async (_: string, handle: string) => void calls.push(['release', handle]),
  };
  return { ports, calls };
}

test('a realm has dead letters of alerts, of job requests and of each worker', () => {
  expect(queues.map(({ name, queueName }) => [name, queueName])).toEqual([
    ['alerts', 'lava-dev-alert-dispatcher-dlq'],
    ['undelivered-page', 'lava-dev-alerts-page-undelivered'],
    ['dispatch', 'lava-dev-dispatch-dlq'],
    ['core', 'lava-dev-core-dlq'],
  ]);
});

test('a realm with queues that were there, and without a dispatcher, has theirs and those of its functions', () => {
  const workers = [
    { name: 'core', queue: { existing: 'jobs', deadLetters: 'dead-jobs' } },
    { name: 'gpu', queue: { existing: 'gpu-jobs' } },
  ];
  const there = {
    realm: 'dev',
    system: 'lava',
    dispatcher: false,
    freshness: true,
    severities: [],
    subscribed: [],
  };
  const found = deadLetterQueues({ ...there, workers });
  expect(found.map(({ name, queueName }) => [name, queueName])).toEqual([
    ['freshness', 'lava-dev-freshness-dlq'],
    ['core', 'dead-jobs'],
  ]);
});

test('what SNS could not deliver is shown, and not sent to everybody again', async () => {
  const { ports, calls } = account(['{"Type":"Notification"}']);
  const told: unknown[] = [];
  await redrive(queue('undelivered-page'), ports, ({ problem }) => void told.push(problem));
  expect(told).toEqual([
    'SNS would tell every subscriber again; mend the one that failed, and delete it when it is known',
  ]);
  expect(calls).toEqual([['release', 'handle-0']]);
});

test('a job goes back to the queue of its worker with its attributes, and is then no dead letter', async () => {
  const { ports, calls } = account(['job 1', 'job 2', 'job 3']);
  const told: string[] = [];
  await redrive(queue('core'), ports, ({ message }) => void told.push(message.body));
  expect(told).toEqual(['job 1', 'job 2', 'job 3']);
  expect(calls).toEqual(
    [0, 1, 2].flatMap((n) => [
      ['send', 'lava-dev-core', `job ${n + 1}`, { from: 'x' }],
      ['remove', `handle-${n}`],
    ]),
  );
});

test('an alert goes to the queue of its own severity', async () => {
  const from = (severity: string) =>
    JSON.stringify({ TopicArn: `arn:aws:sns:eu-west-1:123456789012:lava-dev-alerts-${severity}` });
  const { ports, calls } = account([from('ticket'), from('page'), from('page-eu'), '{"alarmData":{}}']);
  await redrive(queue('alerts'), ports, () => {});
  expect(calls.filter(([what]) => what === 'send').map(([, name]) => name)).toEqual([
    'lava-dev-alerts-ticket-queue',
    'lava-dev-alerts-page-queue',
    'lava-dev-alerts-page-eu-queue',
    'lava-dev-alerts-page-eu-queue',
  ]);
});

test('a request of a job is given to the dispatcher again', async () => {
  const { ports, calls } = account(['{"job_id":"cmd/x"}']);
  await redrive(queue('dispatch'), ports, () => {});
  expect(calls[0]).toEqual(['invoke', 'lava-dev-dispatch', { job_id: 'cmd/x' }]);
});

test('what is not taken stays, with the reason', async () => {
  const { ports, calls } = account(['job'], 'the queue is gone');
  const told: unknown[] = [];
  await redrive(queue('core'), ports, ({ problem }) => void told.push(problem));
  expect(told).toEqual(['the queue is gone']);
  expect(calls).toEqual([['release', 'handle-0']]);
});

test('a look changes nothing', async () => {
  const { ports, calls } = account(['job 1', 'job 2', 'job 3']);
  await redrive(queue('core'), ports, () => {}, true);
  expect(calls).toEqual([0, 1, 2].map((n) => ['release', `handle-${n}`]));
});

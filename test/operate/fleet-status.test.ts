import { statusLines } from '../../lib/cli/status/status-lines';
import { type FiringAlarm, fleetStatus, isWell, type RealmPorts, type RecordQuery } from '../../lib/operate';

const NOW = Date.UTC(2026, 0, 5, 10);

const instances = { min: 1, max: 4 };
const realm = {
  realm: 'dev',
  system: 'lava',
  workers: [
    { name: 'core', heartbeat: { alarmAfterSeconds: 300 }, fleet: { instances } },
    { name: 'gpu', heartbeat: { alarmAfterSeconds: 600 }, fleet: { instances } },
  ],
};

function heartbeat(worker: string, instance: string, secondsAgo: number, fields: object = {}) {
  const beat = {
    worker,
    sqs: { messages: 1, notvisible: 0 },
    internal: { qlen: 2 },
    threads: { 'worker-00': 'OK' },
    deferred_tasks: 0,
    status: 'running',
    ...fields,
  };
  return {
    id: `${instance}/${secondsAgo}`,
    timestamp: NOW - secondsAgo * 1000,
    stream: `${worker}/${instance}`,
    message: JSON.stringify(beat),
  };
}

const well = [heartbeat('core', 'i-1', 70), heartbeat('gpu', 'i-2', 20)];

function portsWith(
  records: ReturnType<typeof heartbeat>[],
  alarms: FiringAlarm[] = [],
  depth = { visible: 0, inFlight: 1, delayed: 0 },
): Pick<RealmPorts, 'findRecords' | 'queueDepth' | 'firingAlarms' | 'invoke' | 'runCommand'> & {
  queries: RecordQuery[];
} {
  const queries: RecordQuery[] = [];
  return {
    queries,
    async *findRecords(query) {
      queries.push(query);
      yield [];
      yield records.filter(({ timestamp }) => timestamp >= query.from);
    },
    queueDepth: async (name) => (name.endsWith('-dlq') ? { ...depth, visible: depth.visible * 2 } : depth),
    firingAlarms: async (prefix) => alarms.filter(({ name }) => name.startsWith(prefix)),
    invoke: () => Promise.reject(new Error('not asked for')),
    runCommand: () => Promise.reject(new Error('not asked for')),
  };
}

test('an instance is told by its newest heartbeat, whatever the order', async () => {
  const records = [heartbeat('core', 'i-1', 10, { version: '8.2.0' }), ...well];
  const { workers } = await fleetStatus(portsWith(records), realm, NOW);
  expect(workers[0]).toEqual({
    worker: 'core',
    scalesToZero: false,
    queue: { visible: 0, inFlight: 1, delayed: 0, deadLetters: 0 },
    instances: [
      {
        instance: 'i-1',
        heardAt: NOW - 10_000,
        status: 'running',
        threads: 1,
        deadThreads: [],
        internalQueue: 2,
        version: '8.2.0',
      },
    ],
  });
});

test('an instance counts as long as its silence would be no alarm', async () => {
  const records = [
    heartbeat('core', 'i-1', 301),
    heartbeat('core', 'i-3', 299),
    heartbeat('gpu', 'i-2', 301),
  ];
  const { workers } = await fleetStatus(portsWith(records), realm, NOW);
  expect(workers.map(({ instances }) => instances.map(({ instance }) => instance))).toEqual([
    ['i-3'],
    ['i-2'],
  ]);
});

test('heartbeats are searched as far back as the longest promise', async () => {
  const ports = portsWith(well);
  await fleetStatus(ports, realm, NOW);
  expect(ports.queries).toEqual([
    {
      logGroup: '/var/log/lava/dev',
      pattern: '{ ($.event_source = "lava-worker") && ($.realm = "dev") && ($.event_type = "heartbeat") }',
      from: NOW - 600_000,
    },
  ]);
});

test('a record that is no heartbeat is no instance', async () => {
  const records = [...well, { id: 'x', timestamp: NOW, stream: 'core/i-9', message: '{"cut' }];
  const { workers } = await fleetStatus(portsWith(records), realm, NOW);
  expect(workers[0]!.instances).toHaveLength(1);
});

describe('all is well', () => {
  const alarm = { name: 'lava-dev-core-queue-depth', since: NOW - 90_000, reason: 'Threshold Crossed' };
  test.each([
    ['with every worker heard of and no alarm', well, [], true],
    ['not with a firing alarm', well, [alarm], false],
    ['not with a worker that nobody heard of', well.slice(1), [], false],
    [
      'not with a dead thread',
      [...well, heartbeat('core', 'i-4', 1, { threads: { 'worker-00': 'dead' } })],
      [],
      false,
    ],
    ['with an alarm of another realm', well, [{ ...alarm, name: 'lava-prod-core-queue-depth' }], true],
  ])('%s', async (_, records, alarms, expected) => {
    expect(isWell(await fleetStatus(portsWith(records, alarms), realm, NOW))).toBe(expected);
  });
});

test('a fleet that has scaled to zero is well, and told as such', async () => {
  const [core, gpu] = realm.workers;
  const zero = { ...realm, workers: [core!, { ...gpu!, fleet: { instances: { min: 0, max: 4 } } }] };
  const status = await fleetStatus(portsWith(well.slice(0, 1)), zero, NOW);
  expect(isWell(status)).toBe(true);
  expect(statusLines(status, NOW)).toContain(
    'gpu: no instance, and none has to be; queue: 0 waiting, 1 in hand',
  );
});

test('it is told in lines', async () => {
  const records = [
    heartbeat('core', 'i-1', 70, { version: '8.2.0', threads: { 'worker-00': 'OK', 'worker-01': 'dead' } }),
    heartbeat('core', 'i-0', 5, { status: 'stopping', internal: { qlen: 0 } }),
  ];
  const alarms = [{ name: 'lava-dev-core-zombie', since: NOW - 90_000, reason: 'dead threads' }];
  const ports = portsWith(records, alarms, { visible: 3, inFlight: 2, delayed: 1 });
  expect(statusLines(await fleetStatus(ports, realm, NOW), NOW)).toEqual([
    'realm dev',
    'core: 2 instances; queue: 3 waiting, 2 in hand, 1 delayed, 6 dead letters',
    '  i-0 stopping, heartbeat 5s ago, 1 thread, 0 queued inside',
    '  i-1 running 8.2.0, heartbeat 1m10s ago, 2 threads, dead: worker-01, 2 queued inside',
    'gpu: nobody heard of; queue: 3 waiting, 2 in hand, 1 delayed, 6 dead letters',
    '1 alarm firing',
    '  lava-dev-core-zombie for 1m30s: dead threads',
  ]);
});

import { statusLines } from '../../lib/cli/status/status-lines';
import { statusTable } from '../../lib/cli/status/status-table';
import {
  type FiringAlarm,
  fleetStatus,
  isWell,
  type RealmPorts,
  type RecordQuery,
  type WatchedRealm,
} from '../../lib/operate';

const NOW = Date.UTC(2026, 0, 5, 10);

const instances = { min: 1, max: 4 };
const realm: WatchedRealm = {
  realm: 'dev',
  system: 'lava',
  metrics: { namespace: 'Lava' },
  workers: [
    { name: 'core', heartbeat: { alarmAfterSeconds: 300 }, queue: {}, fleet: { instances } },
    { name: 'gpu', heartbeat: { alarmAfterSeconds: 600 }, queue: {}, fleet: { instances } },
  ],
};

function heartbeat(worker: string, instance: string, secondsAgo: number, fields: object = {}) {
  const beat = {
    worker,
    host: `host-${instance}`,
    pid: 77,
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
): Pick<RealmPorts, 'findRecords' | 'queueDepth' | 'queueState' | 'statistics' | 'firingAlarms'> & {
  queries: RecordQuery[];
  asked: string[];
} {
  const queries: RecordQuery[] = [];
  const asked: string[] = [];
  return {
    queries,
    asked,
    async *findRecords(query) {
      queries.push(query);
      yield [];
      yield records.filter(({ timestamp }) => timestamp >= query.from);
    },
    queueDepth: async (name) => {
      asked.push(name);
      return { ...depth, visible: depth.visible * 2 };
    },
    queueState: async (name) => {
      asked.push(name);
      return { ...depth, retentionSeconds: 86_400, visibilityTimeoutSeconds: 3_600 };
    },
    statistics: async ({ dimensions, metric, namespace, to, from }) => {
      expect([namespace, dimensions.Realm, to - from]).toEqual(['Lava', 'dev', 900_000]);
      const known: Record<string, { average: number; maximum: number }> = {
        RunDelay: { average: 4.25, maximum: 70 },
        WorkerBacklog: { average: 1.26, maximum: 9 },
      };
      expect(Object.keys(known)).toContain(metric);
      return dimensions.Worker === 'core' ? known[metric] : undefined;
    },
    firingAlarms: async (prefix) => alarms.filter(({ name }) => name.startsWith(prefix)),
  };
}

test('an instance is told by its newest heartbeat, whatever the order', async () => {
  const records = [heartbeat('core', 'i-1', 10, { version: '8.2.0' }), ...well];
  const { workers } = await fleetStatus(portsWith(records), realm, NOW);
  expect(workers[0]).toEqual({
    worker: 'core',
    scalesToZero: false,
    queue: {
      visible: 0,
      inFlight: 1,
      delayed: 0,
      deadLetters: 0,
      retentionSeconds: 86_400,
      visibilityTimeoutSeconds: 3_600,
    },
    runDelay: { average: 4.25, maximum: 70 },
    recentBacklog: { average: 1.26, maximum: 9 },
    instances: 1,
    backlog: 0,
    processes: [
      {
        instance: 'i-1',
        host: 'host-i-1',
        pid: 77,
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

describe('a process', () => {
  const daemons = [
    heartbeat('core', 'i-1', 10, { pid: 100 }),
    heartbeat('core', 'i-1', 20, { pid: 200, threads: { 'worker-00': 'dead' } }),
    heartbeat('core', 'i-1', 70, { pid: 100 }),
    // A guest on the machine of core writes to its stream.
    { ...heartbeat('gpu', 'i-1', 15, { pid: 300 }), stream: 'core/i-1' },
    // Two containers of one machine may have the same process id.
    heartbeat('gpu', 'i-2', 15, { pid: 1, host: 'a' }),
    heartbeat('gpu', 'i-2', 15, { pid: 1, host: 'b' }),
  ];

  test('is its worker, host and process id, whatever stream it writes to', async () => {
    const { workers } = await fleetStatus(portsWith(daemons), realm, NOW);
    const told = workers.map(({ processes }) =>
      processes.map(({ instance, host, pid, heardAt }) => [instance, host, pid, (NOW - heardAt) / 1000]),
    );
    expect(told).toEqual([
      [
        ['i-1', 'host-i-1', 100, 10],
        ['i-1', 'host-i-1', 200, 20],
      ],
      [
        ['i-1', 'host-i-1', 300, 15],
        ['i-2', 'a', 1, 15],
        ['i-2', 'b', 1, 15],
      ],
    ]);
    expect(workers.map(({ instances }) => instances)).toEqual([1, 2]);
  });

  test('with a dead thread is not hidden by the one beside it', async () => {
    const status = await fleetStatus(portsWith(daemons), realm, NOW);
    expect(isWell(status)).toBe(false);
    expect(statusLines(status, NOW).filter((line) => / pid |^gpu/.test(line))).toEqual([
      '  i-1 pid 100 running, heartbeat 10s ago, 1 thread, 2 queued inside',
      '  i-1 pid 200 running, heartbeat 20s ago, 1 thread, dead: worker-00, 2 queued inside',
      'gpu: 2 instances with 3 processes; queue: 0 waiting, 1 in hand, kept 1d',
      '  i-1 host-i-1 pid 300 running, heartbeat 15s ago, 1 thread, 2 queued inside',
      '  i-2 a pid 1 running, heartbeat 15s ago, 1 thread, 2 queued inside',
      '  i-2 b pid 1 running, heartbeat 15s ago, 1 thread, 2 queued inside',
    ]);
  });
});

test("what is somebody else's is asked for by its own names", async () => {
  const [core, gpu] = realm.workers;
  const adopted = {
    ...realm,
    alarmPrefix: 'tiltmeter-',
    workers: [
      { ...core!, queue: { existing: 'their-core', deadLetters: 'their-dead' } },
      { ...gpu!, queue: { existing: 'their-gpu' } },
    ],
  };
  const alarms = ['tiltmeter-lava-dev-core-zombie', 'lava-dev-core-heartbeat'].map((name) => ({
    name,
    since: NOW,
    reason: 'r',
  }));
  const ports = portsWith(well, alarms);
  const status = await fleetStatus(ports, adopted, NOW);
  expect(ports.asked.sort()).toEqual(['their-core', 'their-dead', 'their-gpu']);
  expect(status.alarms.map(({ name }) => name)).toEqual(['tiltmeter-lava-dev-core-zombie']);
  expect(status.workers.map(({ queue }) => queue.deadLetters)).toEqual([0, undefined]);
});

test('it is a table with a line a worker, of what Lava shows of its workers', async () => {
  const depth = { visible: 7, inFlight: 2, delayed: 1 };
  const records = [...well, heartbeat('core', 'i-5', 3), heartbeat('core', 'i-5', 3, { pid: 78 })];
  const status = await fleetStatus(
    portsWith(records.slice(0, 1).concat(records.slice(2)), [], depth),
    realm,
    NOW,
  );
  expect(statusTable(status, 'table')).toEqual([
    'worker  visible  in_flight  delayed  dead_letters  visibility_timeout  retention  instances  processes  backlog  backlog_avg  backlog_max  delay_avg  delay_max',
    'core          7          2        1            14                3600      86400          2          3      3.5          1.3            9        4.3         70',
    'gpu           7          2        1            14                3600      86400          0          0        -            -            -          -          -',
  ]);
  expect(statusTable(status, 'csv')[1]).toBe('core,7,2,1,14,3600,86400,2,3,3.5,1.3,9,4.3,70');
});

test('an instance counts as long as its silence would be no alarm', async () => {
  const records = [
    heartbeat('core', 'i-1', 301),
    heartbeat('core', 'i-3', 299),
    heartbeat('gpu', 'i-2', 301),
  ];
  const { workers } = await fleetStatus(portsWith(records), realm, NOW);
  expect(workers.map(({ processes }) => processes.map(({ instance }) => instance))).toEqual([
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
  expect(workers[0]!.instances).toBe(1);
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
    'gpu: no instance, and none has to be; queue: 0 waiting, 1 in hand, kept 1d',
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
    'core: 2 instances; queue: 3 waiting (1.5 an instance, 9 an instance at most in 15m), 2 in hand, 1 delayed, 6 dead letters, kept 1d; runs start after 4s, 1m10s at most',
    '  i-0 pid 77 stopping, heartbeat 5s ago, 1 thread, 0 queued inside',
    '  i-1 pid 77 running 8.2.0, heartbeat 1m10s ago, 2 threads, dead: worker-01, 2 queued inside',
    'gpu: nobody heard of; queue: 3 waiting, 2 in hand, 1 delayed, 6 dead letters, kept 1d',
    '1 alarm firing',
    '  lava-dev-core-zombie for 1m30s: dead threads',
  ]);
});

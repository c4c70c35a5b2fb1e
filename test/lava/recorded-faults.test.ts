import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, type RealmStack } from '../../lib/realm';
import { backtest, backtestReport, readRecordings, readTemplates } from '../../lib/rehearsal';
import { config } from '../realm/realm-text';

/** A realm of Lava's as it is: two daemons on the machine of core, and gpu as a guest on it. */
const ADOPTED = `
realm: dev
logs: { existing: true }
events: existing
dispatcher: off
metrics: { job: true }
alerts:
  page: [{ topic: 'arn:aws:sns:us-east-1:123456789012:ops' }]
jobs:
  cmd/load: { failures: 1, within: 10m, alarmAfter: 0s }
workers:
  core:
    queue: { existing: lava-dev-core, deadLetters: core-dead, depth: 100 }
    fleet: { existing: lava-dev-core, daemons: 2 }
  gpu:
    queue: { existing: lava-dev-gpu }
    fleet: { on: core }
`;

const GROUP = '/var/log/lava/dev';
const START = Date.UTC(2026, 0, 5, 9);
const FAULT = 40;
const END = 80;

const app = buildApp({ realms: [config(ADOPTED)] });
const template = Template.fromStack(app.node.findChild('lava-dev-monitoring') as RealmStack).toJSON();
const model = readTemplates([{ template, stackName: 'lava-dev-monitoring' }]);

type Fields = Readonly<Record<string, unknown>>;
interface Process {
  readonly worker: string;
  readonly pid: number;
}
const CORE: Process = { worker: 'core', pid: 4101 };
const SECOND: Process = { worker: 'core', pid: 4102 };
const GPU: Process = { worker: 'gpu', pid: 4203 };
const PROCESSES = [CORE, SECOND, GPU];

/** A record as Lava's worker writes it. */
function record({ worker, pid }: Process, minute: number, fields: Fields): Fields {
  const timestamp = new Date(START + minute * 60_000).toISOString().replace('Z', '000+00:00');
  const localtime = timestamp.slice(0, 19).replace('T', ' ');
  const tag = `lava-dev-${worker}`;
  const whence = { event_source: 'lava-worker', realm: 'dev', worker, host: 'ip-10-0-0-7', tag };
  return { ...whence, localtime, timestamp, level: 'INFO', thread: 'MainThread', pid, ...fields };
}

function heartbeat(process: Process, minute: number, fields: Fields = {}): Fields {
  const threads = { event: 'OK', 'worker-00': 'OK', 'worker-01': 'OK', heartbeat: 'OK', metrics: 'OK' };
  return record(process, minute, {
    message: `heartbeat realm=dev worker=${process.worker}`,
    thread: 'heartbeat',
    event_type: 'heartbeat',
    sqs: { messages: 0, notvisible: 0 },
    internal: { qlen: 0 },
    threads,
    deferred_tasks: 2,
    ...fields,
  });
}

interface Fault {
  /** What is in the log beside the heartbeats. */
  readonly records?: readonly Fields[];
  /** The heartbeat of a process in a minute, if it is not a healthy one. */
  readonly beat?: (process: Process, minute: number) => Fields | undefined;
}

/** The alarms that a recording raises; none rises before the fault. */
function alarms({ records = [], beat = heartbeat }: Fault): string[] {
  const beats = Array.from({ length: END }, (_, minute) =>
    PROCESSES.flatMap((process) => beat(process, minute) ?? []),
  );
  const text = [...beats.flat(), ...records].map((line) => JSON.stringify(line)).join('\n');
  const result = backtest(model, readRecordings([{ name: 'records.jsonl', text }], GROUP));
  const raised = result.alarms.filter(({ episodes }) => episodes.length > 0);
  for (const { episodes } of raised) expect(episodes[0]!.from).toBeGreaterThanOrEqual(START + FAULT * 60_000);
  return raised.map(({ alarmName }) => alarmName);
}

const ERROR = { level: 'ERROR', event_type: 'worker', thread: 'worker-01' };
const RUN = '7d0c3c0a-4c36-4a57-8f3b-8d4b6f0a9e11';
const told = (fields: Fields): Fault => ({ records: [record(CORE, FAULT, fields)] });
const ofJob = (job_id: string, message: string, level = 'ERROR') =>
  record(CORE, FAULT, {
    ...ERROR,
    level,
    event_type: 'job',
    message: `Job ${job_id} (${RUN}): ${message}`,
    job_id,
    run_id: RUN,
  });
/** Heartbeats that say something else of a process from the fault on; nothing: it is silent. */
const changed = (whose: readonly Process[], fields?: Fields): Fault => ({
  beat: (process, minute) => {
    if (minute < FAULT || !whose.includes(process)) return heartbeat(process, minute);
    return fields && heartbeat(process, minute, fields);
  },
});

test('a healthy realm raises none', () => {
  expect(alarms({})).toEqual([]);
});

test.each([
  ['a job that nobody watches fails', [ofJob('cmd/other', 'Iteration 1 failed: Failed with exit status 1')]],
  ['a run is complete', [ofJob('cmd/load', 'Complete', 'INFO')]],
  [
    'a worker cannot measure',
    [
      record(CORE, FAULT, {
        level: 'WARNING',
        thread: 'metrics',
        event_type: 'worker',
        message: "Could not put CloudWatch metric data: [Errno 2] No such file or directory: '/tmp/lava'",
      }),
    ],
  ],
  [
    'a worker starts and stops',
    [
      record(CORE, FAULT, { event_type: 'worker', message: 'Worker ready ...' }),
      record(CORE, FAULT, { event_type: 'worker', message: 'Signal 15 -- forced shutdown' }),
      record(CORE, FAULT, { message: 'Deferred[atexit]: Deep breath: OK' }),
    ],
  ],
  [
    'a record could not be serialised',
    [record(CORE, FAULT, { internal_error: 'not serialisable', level: undefined, message: undefined })],
  ],
])('it raises none when %s', (_, records) => {
  expect(alarms({ records })).toEqual([]);
});

test.each([
  ['Malformed dispatch message: Missing keys: job_id, run_id', {}],
  ['Malformed dispatch message: Unexpected keys: surplus', {}],
  ['Bad timestamp in dispatch message: Unknown string format: soon', {}],
  [`Bad dispatch for job cmd/load (${RUN}): Realm mismatch: Expected dev but got prod`, {}],
  [`Bad dispatch for job cmd/load (${RUN}): Worker mismatch: Expected core but got gpu`, {}],
  [`Job cmd/none (${RUN}): No such job`, {}],
  [`Job cmd/other (${RUN}): Worker mismatch: Expected core but got gpu`, {}],
  [`Job cmd/other (${RUN}): max_tries exceeded`, {}],
  ["'NoneType' object has no attribute 'body'", {}],
  [`Job dispatch message ${RUN}: Retry limit exceeded - deleted on cycle 4`, { level: 'WARNING' }],
  [`Job cmd/other (${RUN}): dispatch is more than 5m old`, { event_type: 'job' }],
  [`Job cmd/other (${RUN}): Job temp dir already exists - possible dispatch overlap`, { event_type: 'job' }],
])('a message that is lost raises that one: %s', (message, fields) => {
  expect(alarms(told({ ...ERROR, message, ...fields }))).toEqual(['lava-dev-lost-messages']);
});

test.each(['worker-00', 'heartbeat', 'event'])('a thread that has died raises that one: %s', (thread) => {
  const died = { level: 'CRITICAL', event_type: 'worker', thread: 'metrics' };
  expect(alarms(told({ ...died, message: `Thread ${thread} has died` }))).toEqual([
    'lava-dev-core-dead-threads',
    'lava-dev-core-zombie',
  ]);
});

const DISPATCH_FAILED = {
  event_source: 'lava-dispatcher',
  realm: 'dev',
  host: 'ip-10-0-0-7',
  tag: 'lava-dev-core',
  timestamp: '2026-01-05 09:40:00',
  level: 'ERROR',
  message: 'cmd/load@dev dispatch failed - Cannot dispatch cmd/load@dev - The specified queue does not exist',
  pid: 5501,
  event_type: 'dispatch',
  job_id: 'cmd/load',
};

test.each<[string, Fault, string[]]>([
  ['one daemon of two is silent', changed([SECOND]), ['core-missing-instances']],
  ['all daemons of a worker are silent', changed([CORE, SECOND]), ['core-heartbeat']],
  ['the guest on a machine is silent', changed([GPU]), ['gpu-heartbeat']],
  [
    'heartbeats show a dead thread',
    changed([CORE], { threads: { 'worker-00': 'dead', heartbeat: 'OK', metrics: 'OK' } }),
    ['core-dead-threads', 'core-zombie'],
  ],
  [
    'a worker cannot read its queue',
    changed([GPU], { sqs: { messages: -1, notvisible: -1 } }),
    ['gpu-sqs-unreadable', 'gpu-zombie'],
  ],
  ['the dispatcher cannot dispatch', { records: [DISPATCH_FAILED] }, ['failed-dispatches']],
  [
    'a job that is watched fails',
    {
      records: [
        ofJob('cmd/load', 'Starting', 'INFO'),
        ofJob('cmd/load', 'Iteration 1 failed: Failed with exit status 1'),
        ofJob('cmd/load', 'Failed with exit status 1'),
      ],
    },
    ['job-cmd/load-failed'],
  ],
])('when %s, it and none else is told', (_, fault, names) => {
  expect(alarms(fault)).toEqual(names.map((name) => `lava-dev-${name}`));
});

describe('a recording of four minutes', () => {
  const short = (records: readonly Fields[], rest?: 'unknown' | 'healthy') => {
    const beats = [FAULT - 1, FAULT, FAULT + 1, FAULT + 2].map((minute) => heartbeat(CORE, minute));
    const text = [...beats, ...records].map((line) => JSON.stringify(line)).join('\n');
    return backtest(model, readRecordings([{ name: 'records.jsonl', text }], GROUP), rest);
  };
  const raised = ({ alarms: all }: ReturnType<typeof short>) =>
    all
      .filter(({ episodes }) => episodes.length > 0)
      .map(({ alarmName }) => alarmName.slice('lava-dev-'.length));
  const died = { ...ERROR, level: 'CRITICAL', message: 'Thread worker-01 has died' };

  test.each<[string, Fields[], string[]]>([
    ['nothing', [], []],
    ['a thread that dies', [record(CORE, FAULT, died)], ['core-dead-threads', 'core-zombie']],
    [
      'a loss',
      [record(CORE, FAULT, { ...ERROR, message: `Job cmd/none (${RUN}): No such job` })],
      ['lost-messages'],
    ],
    ['a job that fails', [ofJob('cmd/load', 'Failed with exit status 1')], ['job-cmd/load-failed']],
    ['a dispatch that fails', [DISPATCH_FAILED], ['failed-dispatches']],
  ])('raises for %s the right alarm and no other, whatever was before and after', (_, records, expected) => {
    expect(raised(short(records))).toEqual(expected);
    expect(raised(short(records, 'healthy'))).toEqual(expected);
  });

  test('does not know whether the workers were silent before and after, unless it is told', () => {
    const silent = (rest?: 'healthy') =>
      short([], rest).alarms.find(({ alarmName }) => alarmName === 'lava-dev-core-heartbeat')!;
    expect(silent().judgedFrom).toBeGreaterThan(START + (FAULT + 4) * 60_000);
    expect(silent('healthy')).toMatchObject({ judgedFrom: START + (FAULT - 1) * 60_000, episodes: [] });
  });

  test('takes a worker that is in no record for one that was not recorded', () => {
    const report = backtestReport(short([], 'healthy'));
    expect(report[0]).toMatch(/\(5m\), taken to be well before and after$/);
    expect(report).toContain('lava-dev-gpu-heartbeat: no record matches what it counts');
    expect(report).toContain('lava-dev-core-heartbeat: never');
    expect(report.join('\n')).not.toContain('cannot be judged');
  });
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CommandResult,
  type DumpTarget,
  dumpCommand,
  dumpState,
  type FoundRecord,
  type RecordQuery,
  unitDumpCommand,
} from '../../lib/operate';

const NOW = Date.UTC(2026, 0, 5, 10);

/** What Lava's dump says, in its order. */
const MESSAGES = [
  'Current thread status: {"main":"OK"}',
  'Deferred event count: 0',
  'Worker config: LAVA_REALM=dev',
];

const stateOf = (instance: string, pid = 7): FoundRecord[] =>
  MESSAGES.map((message, index) => ({
    id: `${instance}/${pid === 7 ? '' : `${pid}/`}${index}`,
    timestamp: NOW + index,
    stream: `core/${instance}`,
    message: JSON.stringify({ event_type: 'worker', pid, message }),
  }));

/** Asks two instances; `pages` are what the log group has at each look. */
async function dump(
  pages: readonly FoundRecord[][],
  results: readonly CommandResult[],
  whom: { unit?: string; targets: DumpTarget[] } = {
    unit: 'lava-core.service',
    targets: [
      { instance: 'i-1', pids: [] },
      { instance: 'i-2', pids: [] },
    ],
  },
) {
  const queries: RecordQuery[] = [];
  const commands: [readonly string[], string][] = [];
  const seen: string[] = [];
  const ports = {
    async *findRecords(query: RecordQuery) {
      yield pages[queries.push(query) - 1] ?? [];
    },
    runCommand: async (instances: readonly string[], command: string) => {
      commands.push([instances, command]);
      return results.filter(({ instance }) => instances.includes(instance));
    },
  };
  const request = { realm: 'dev', system: 'lava', worker: 'core', now: NOW, ...whom };
  const outcome = await dumpState(ports, request, {
    onRecord: ({ id }) => seen.push(id),
    pause: async () => queries.length < 5,
  });
  return { outcome, seen, queries, commands };
}

const BOTH = [{ instance: 'i-1' }, { instance: 'i-2' }];

test('records are handed on until every instance has written its last one', async () => {
  const late = stateOf('i-2');
  const { outcome, seen, queries, commands } = await dump(
    [[], [...stateOf('i-1'), late[0]!, ...stateOf('i-9')], [...stateOf('i-1'), ...late]],
    BOTH,
  );
  expect(outcome).toEqual(BOTH);
  expect(seen).toEqual(['i-1/0', 'i-1/1', 'i-1/2', 'i-2/0', 'i-2/1', 'i-2/2']);
  expect(queries).toHaveLength(3);
  expect(queries[0]).toMatchObject({ logGroup: '/var/log/lava/dev', from: NOW - 10_000 });
  expect(commands).toEqual([[['i-1', 'i-2'], unitDumpCommand('lava-core.service')]]);
});

test('an instance whose state does not arrive has failed', async () => {
  const { outcome, queries } = await dump([stateOf('i-1')], BOTH);
  expect(outcome).toEqual([
    { instance: 'i-1' },
    {
      instance: 'i-2',
      failure: 'its state has not arrived; is its log level above INFO, or its log late?',
    },
  ]);
  expect(queries).toHaveLength(5);
});

test('nobody waits for an instance that was not reached', async () => {
  const failed = BOTH.map(({ instance }) => ({ instance, failure: 'lava-core.service is not running' }));
  const { outcome, queries } = await dump([], failed);
  expect(outcome).toEqual(failed);
  expect(queries).toEqual([]);
});

describe('without a unit', () => {
  const targets = [
    { instance: 'i-1', pids: [100, 200] },
    { instance: 'i-2', pids: [100] },
  ];

  test('each machine is asked for its own processes, and each process has to answer', async () => {
    const { outcome, commands } = await dump([[...stateOf('i-1', 100), ...stateOf('i-2', 100)]], BOTH, {
      targets,
    });
    const command = (pids: number[]) => dumpCommand({ realm: 'dev', worker: 'core', pids });
    expect(commands).toEqual([
      [['i-1'], command([100, 200])],
      [['i-2'], command([100])],
    ]);
    expect(outcome).toEqual([
      {
        instance: 'i-1',
        failure: 'the state of pid 200 has not arrived; is its log level above INFO, or its log late?',
      },
      { instance: 'i-2' },
    ]);
  });

  describe('the command', () => {
    const children: ChildProcess[] = [];
    const program = `
      process.on('SIGUSR1', () => { console.log('dumped'); process.exit(); });
      setInterval(() => {}, 1000);
      console.log('ready');
    `;
    // A name that no other process of this machine has.
    const worker = `w${process.pid}`;

    afterEach(() => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
    });

    async function start(args: string[], env: Record<string, string> = {}, text = program) {
      const child = spawn(process.execPath, ['-e', text, '--', ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: process.env.PATH, ...env },
      });
      children.push(child);
      child.stdout.setEncoding('utf8');
      expect(await once(child.stdout, 'data')).toEqual(['ready\n']);
      return { pid: child.pid!, said: once(child.stdout, 'data') };
    }

    function run(pids: number[], realm = 'dev') {
      const command = dumpCommand({ realm, worker, pids });
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
      return { status, stdout, stderr };
    }
    const DONE = { status: 0, stdout: '', stderr: '' };

    test.each<[string, string[], Record<string, string>]>([
      ['an argument', ['--worker', worker], {}],
      ['an option', [`--worker=${worker}`], {}],
      ['a short option', [`-w${worker}`], {}],
      ['its environment', [], { LAVA_WORKER: worker }],
    ])('asks the process of an id that has the name of the worker: %s', async (_, args, env) => {
      const { pid, said } = await start(args, env);
      expect(run([pid])).toEqual(DONE);
      expect(await said).toEqual(['dumped\n']);
    });

    test('finds processes by realm and worker where no id is right, as in a container', async () => {
      const both = await Promise.all([
        start(['-r', 'dev', '-w', worker]),
        start(['--realm=dev', `--worker=${worker}`]),
      ]);
      expect(run([4_194_304])).toEqual(DONE);
      expect(await Promise.all(both.map(({ said }) => said))).toEqual([['dumped\n'], ['dumped\n']]);
    });

    test('leaves others alone', async () => {
      const { pid } = await start(['--worker', `${worker}x`]);
      const none = { status: 1, stdout: `no process of worker ${worker} is running\n`, stderr: '' };
      expect(run([pid])).toEqual(none);
      await start(['-r', 'prod', '-w', worker]);
      expect(run([])).toEqual(none);
    });

    test('leaves a process alone that the signal would end', async () => {
      const child = spawn('sh', ['-c', 'read line', worker], { stdio: ['pipe', 'ignore', 'ignore'] });
      children.push(child);
      await once(child, 'spawn');
      const { status, stdout } = run([child.pid!]);
      expect([status, stdout]).toEqual([
        1,
        `process ${child.pid} of worker ${worker} does not take SIGUSR1, which would end it\n`,
      ]);
      expect(child.signalCode).toBeNull();
    });
  });
});

describe('the command for a unit', () => {
  let home: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tiltmeter-dump-'));
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  /** Runs it where systemd says that the unit's process is `pid`. */
  function run(pid: number | string) {
    writeFileSync(join(home, 'systemctl'), `#!/bin/sh\necho ${pid}\n`);
    chmodSync(join(home, 'systemctl'), 0o755);
    const env = { PATH: `${home}:${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', unitDumpCommand('lava-core.service')], {
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  test('asks a worker for its state', async () => {
    const program = `
      process.on('SIGUSR1', () => { console.log('dumped'); process.exit(); });
      setInterval(() => {}, 1000);
      console.log('ready');
    `;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    child.stdout.setEncoding('utf8');
    expect(await once(child.stdout, 'data')).toEqual(['ready\n']);
    const said = once(child.stdout, 'data');
    expect(run(child.pid!)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await said).toEqual(['dumped\n']);
  });

  test('leaves a process alone that the signal would end', async () => {
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    children.push(child);
    await once(child, 'spawn');
    expect(run(child.pid!)).toEqual({
      status: 1,
      stdout: 'lava-core.service does not take SIGUSR1, which would end it\n',
      stderr: '',
    });
    expect(child.exitCode).toBeNull();
    expect(child.signalCode).toBeNull();
  });

  test.each([0, ''])('says that no process runs: %j', (pid) => {
    expect(run(pid)).toEqual({ status: 1, stdout: 'lava-core.service is not running\n', stderr: '' });
  });
});

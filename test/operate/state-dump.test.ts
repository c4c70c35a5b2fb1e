import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CommandResult,
  dumpCommand,
  dumpState,
  type FoundRecord,
  type RecordQuery,
} from '../../lib/operate';

const NOW = Date.UTC(2026, 0, 5, 10);

/** What Lava's dump says, in its order. */
const MESSAGES = [
  'Current thread status: {"main":"OK"}',
  'Deferred event count: 0',
  'Worker config: LAVA_REALM=dev',
];

const stateOf = (instance: string, messages: readonly string[] = MESSAGES): FoundRecord[] =>
  messages.map((message, index) => ({
    id: `${instance}/${index}`,
    timestamp: NOW + index,
    stream: `core/${instance}`,
    message: JSON.stringify({ event_type: 'worker', message }),
  }));

/** Asks two instances; `pages` are what the log group has at each look. */
async function dump(pages: readonly FoundRecord[][], results: readonly CommandResult[]) {
  const queries: RecordQuery[] = [];
  const commands: [readonly string[], string][] = [];
  const seen: string[] = [];
  const ports = {
    async *findRecords(query: RecordQuery) {
      yield pages[queries.push(query) - 1] ?? [];
    },
    runCommand: async (instances: readonly string[], command: string) => {
      commands.push([instances, command]);
      return results;
    },
  };
  const request = { realm: 'dev', system: 'lava', worker: 'core', instances: ['i-1', 'i-2'], now: NOW };
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
  expect(commands).toEqual([[['i-1', 'i-2'], dumpCommand('lava-core.service')]]);
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

describe('the command', () => {
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
    const { status, stdout, stderr } = spawnSync('sh', ['-c', dumpCommand('lava-core.service')], {
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

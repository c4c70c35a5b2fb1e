import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownRealm } from './support/own-realm';

const TILTMETER = join(__dirname, '../../dist/bin/tiltmeter.js');
const SYSTEM = 'acme-batch';

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A realm of another system than Lava, from an empty directory, in a shell that belongs to Lava. */
describe('a repository with system: acme-batch', () => {
  const repository = mkdtempSync(join(tmpdir(), 'tiltmeter-system-'));
  afterAll(() => rmSync(repository, { recursive: true, force: true }));

  function tiltmeter(...args: readonly string[]): Promise<{ code: number | null; stdout: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [TILTMETER, ...args], {
        cwd: repository,
        env: { ...process.env, LAVA_REALM: 'prod', LAVA_WORKER: 'other', TILTMETER_SYSTEM: 'lava' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let stdout = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout }));
    });
  }

  test('init writes it with incidents of its own records, and all of them are played', async () => {
    const init = await tiltmeter(
      ...[
        'init',
        '--yes',
        '--system',
        SYSTEM,
        '--realm',
        'dev',
        '--worker',
        'core',
        '--email',
        'a@example.com',
      ],
    );
    expect(init).toMatchObject({ code: 0 });
    expect(init.stdout).toMatch(/coverage 100 %/);
    expect(await tiltmeter('rehearse', '--strict', '--min-coverage', '100')).toMatchObject({ code: 0 });
  });

  test("workers' records move the filters: the alarm is quiet while they beat, and in ALARM when they stop", async () => {
    const { code, stdout } = await tiltmeter(
      ...'up --realm dev --no-maintenance --speed 30 --for 40s --stop core@12s --port 0 --json'.split(' '),
    );
    const events = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Event);
    expect(code).toBe(0);
    expect(
      events
        .filter(({ type, alarm }) => type === 'transition' && alarm === `${SYSTEM}-dev-core-heartbeat`)
        .map(({ to }) => to),
    ).toEqual(['OK', 'ALARM']);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'job', worker: 'core', status: 'complete' }),
    );
    expect(stdout).not.toMatch(/lava/i);
  });

  test('a command that the machine runs is told its system as a worker of ours is', async () => {
    mkdirSync(join(repository, 'realms'), { recursive: true });
    writeFileSync(join(repository, 'realms/own.yaml'), ownRealm('bash worker.sh', `system: ${SYSTEM}`));
    const command = [process.execPath, TILTMETER, 'run', '--heartbeat=60', '--', 'sleep', '600'];
    writeFileSync(join(repository, 'worker.sh'), `exec ${command.join(' ')}\n`);
    const { code, stdout } = await tiltmeter(
      ...'up --realm own --own --speed 20 --for 20s --port 0 --json'.split(' '),
    );
    const events = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Event);
    expect(code).toBe(0);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'metric', metric: `${SYSTEM}-own-reports-heartbeats` }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'worker', instance: 'reports-0', status: 'up' }),
    );
  });
});

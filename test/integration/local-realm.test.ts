import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface Run {
  readonly code: number | null;
  readonly events: readonly Event[];
  readonly stderr: string;
}

describe('npx tiltmeter up --realm dev, with worker core killed and brought back', () => {
  const parent = mkdtempSync(join(tmpdir(), 'tiltmeter-'));
  const workDir = join(parent, 'work');
  let result: Run;

  beforeAll(async () => {
    result = await run(
      'npx',
      'tiltmeter up --realm dev --speed 20 --for 70s --stop core@15s --start core@45s --port 0 --json'
        .split(' ')
        .concat('--work-dir', workDir),
    );
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  test('it exits 0', () => {
    expect(result).toMatchObject({ code: 0 });
  });

  test('the heartbeat alarm goes to ALARM after the stop and back to OK after the start', () => {
    const states = result.events
      .filter(({ type, alarm }) => type === 'transition' && alarm === 'lava-dev-core-heartbeat')
      .map(({ to }) => to);
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  test('no other heartbeat alarm fires', () => {
    const fired = result.events.filter(
      ({ type, alarm, to }) => type === 'transition' && alarm === 'lava-dev-gpu-heartbeat' && to === 'ALARM',
    );
    expect(fired).toEqual([]);
  });

  test('the alert is delivered through the alert dispatcher', () => {
    expect(result.events).toContainEqual(
      expect.objectContaining({ type: 'alert', channel: 'slack', delivered: true }),
    );
  });

  test('jobs are dispatched and run', () => {
    expect(result.events).toContainEqual(
      expect.objectContaining({ type: 'job', worker: 'gpu', status: 'complete' }),
    );
  });

  test('no process and no file is left', () => {
    expect(processesOf(workDir)).toEqual([]);
    expect(existsSync(workDir)).toBe(false);
  });
});

// --- internal ---

function run(command: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const events = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Event);
      resolve({ code, events, stderr });
    });
  });
}

/** Processes whose command line or environment names the work directory. */
function processesOf(directory: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) =>
      ['cmdline', 'environ'].some((file) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(directory);
        } catch {
          return false;
        }
      }),
    );
}

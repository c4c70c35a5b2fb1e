import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownRealm } from './support/own-realm';

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
      'tiltmeter up --realm dev --no-maintenance --speed 20 --for 70s --stop core@15s --start core@45s --port 0 --json'
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

describe('npx tiltmeter up, with a realm whose records come by OTLP', () => {
  const parent = mkdtempSync(join(tmpdir(), 'tiltmeter-otlp-'));
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  test('heartbeats are counted, an outage is an alarm, and jobs are seen', async () => {
    const text = readFileSync(join(root, 'realms/dev.yaml'), 'utf8');
    writeFileSync(join(parent, 'dev.yaml'), text.replace(/^logs: .*$/m, 'logs: { route: otlp }'));
    const { code, events } = await run(
      'npx',
      'tiltmeter up --realm dev --no-maintenance --speed 20 --for 60s --stop core@15s --start core@40s --port 0 --json'
        .split(' ')
        .concat('--realms', parent, '--work-dir', join(parent, 'work')),
    );
    expect(code).toBe(0);
    const states = events
      .filter(({ type, alarm }) => type === 'transition' && alarm === 'lava-dev-core-heartbeat')
      .map(({ to }) => to);
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'job', worker: 'gpu', status: 'complete' }),
    );
    expect(events.filter(({ code }) => code === 'no-agent-config')).toEqual([]);
  });
});

describe('npx tiltmeter up --own, in a repository whose worker is a program of its own', () => {
  const repository = mkdtempSync(join(tmpdir(), 'tiltmeter-own-'));
  afterAll(() => rmSync(repository, { recursive: true, force: true }));

  test('it runs in that directory, in realm time, and is told of as any worker', async () => {
    mkdirSync(join(repository, 'realms'));
    writeFileSync(join(repository, 'realms/own.yaml'), ownRealm('node worker.mjs'));
    writeFileSync(join(repository, 'worker.mjs'), OWN_WORKER);
    const command = 'up --realm own --own --speed 20 --for 25s --stop reports@12s --port 0 --json'.split(' ');
    const { code, events, stderr } = await run(
      process.execPath,
      [join(root, 'dist/bin/tiltmeter.js'), ...command],
      repository,
    );
    expect({ code, lines: stderr.split('\n').slice(2, 3) }).toEqual({
      code: 0,
      lines: [
        'own commands: reports, in this directory; one that is no Node program keeps the time of the wall, for which --speed 1 is right',
      ],
    });
    for (const status of ['started', 'up', 'stopped']) {
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'worker', instance: 'reports-0', status }),
      );
    }
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'metric', metric: 'lava-own-reports-heartbeats' }),
    );
    // Demo jobs are not for it.
    expect(events.filter(({ type }) => type === 'job')).toEqual([]);
    expect(readdirSync(repository).sort()).toEqual(['realms', 'worker.mjs']);
  });
});

// --- internal ---

function run(command: string, args: readonly string[], cwd = root): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
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

/** A heartbeat a minute, as docs/runtime.md has it for programs in any language. */
const OWN_WORKER = `
const { LAVA_REALM: realm, LAVA_WORKER: worker } = process.env;
const beat = () => console.log(JSON.stringify({
  timestamp: new Date().toISOString(), event_source: 'lava-worker', event_type: 'heartbeat', level: 'INFO', realm, worker,
  message: \`heartbeat realm=\${realm} worker=\${worker}\`,
}));
beat();
setInterval(beat, 60_000);
`;

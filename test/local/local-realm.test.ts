import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RealmEvent } from '../../lib/local/event/realm-event';
import { compiled } from '../../lib/local/process/compiled';
import { shapeProblems } from '../cli/json-shape';

jest.setTimeout(60_000);

const parent = mkdtempSync(join(tmpdir(), 'realm-'));
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(parent, { recursive: true, force: true });
});

test('a realm runs: jobs are done, an outage is told to the channels, and nothing is left behind', async () => {
  const realm = startRealm('whole');
  const { console: page } = await realm.seen({ type: 'realm', status: 'ready' });
  await realm.seen({ type: 'worker', worker: 'core', status: 'up' });
  await realm.seen({ type: 'metric', metric: 'lava-dev-core-heartbeats' });
  await realm.seen({ type: 'job', worker: 'gpu', status: 'complete' });
  await realm.seen({ type: 'transition', alarm: 'lava-dev-core-heartbeat', to: 'OK' });

  await post(`${page}/api/stop`, 'core');
  await realm.seen({ type: 'worker', instance: 'core-1', status: 'stopped' });
  const { at, reason } = await realm.seen({
    type: 'transition',
    alarm: 'lava-dev-core-heartbeat',
    from: 'OK',
    to: 'ALARM',
  });
  expect(reason).toMatch(/^Threshold Crossed: 1 out of the last 1 datapoints \[0\.0 /);
  await realm.seen({ type: 'notification', alarm: 'lava-dev-core-heartbeat', state: 'ALARM', at });
  for (const channel of ['email', 'slack']) {
    const alert = await realm.seen({ type: 'alert', channel, delivered: true }, ({ summary }) =>
      String(summary).startsWith('ALARM: '),
    );
    expect(alert).toMatchObject({ target: expect.any(String) });
  }
  expect(await (await fetch(`${page}/api/status`)).json()).toMatchObject({
    realm: 'dev',
    workers: [
      { worker: 'core', instances: [{ state: 'stopped' }, { state: 'stopped' }] },
      { worker: 'gpu', instances: [{ state: 'running' }] },
    ],
    alarms: expect.arrayContaining([
      expect.objectContaining({ alarmName: 'lava-dev-core-heartbeat', state: 'ALARM' }),
    ]),
    inbox: expect.arrayContaining([expect.objectContaining({ channel: 'slack' })]),
  });

  await post(`${page}/api/start`, 'core');
  await realm.seen({ type: 'transition', alarm: 'lava-dev-core-heartbeat', from: 'ALARM', to: 'OK' });

  realm.process.kill('SIGINT');
  expect(await realm.exit).toBe(0);
  expect(realm.misshapen).toEqual([]);
  expect(processesOf(realm.workDir)).toEqual([]);
  expect(existsSync(realm.workDir)).toBe(false);
  await expect(fetch(page as string)).rejects.toThrow('fetch failed');
  expect(realm.stderr.slice(0, 2)).toEqual([
    'realm dev is up; its clock runs 60 times as fast as the wall',
    `console: ${page}`,
  ]);
});

test('workers end when the realm itself is killed', async () => {
  const realm = startRealm('killed');
  for (const instance of ['core-0', 'core-1', 'gpu-0']) await realm.seen({ instance, status: 'up' });
  realm.process.kill('SIGKILL');
  await realm.exit;
  while (processesOf(realm.workDir).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
});

// --- internal ---

/** How long an event may take; the slowest, an alarm about silence, takes seven at this speed. */
const PATIENCE_MS = 20_000;

/** An event as it was printed. */
type Printed = RealmEvent & Readonly<Record<string, unknown>>;

function startRealm(name: string) {
  const workDir = join(parent, name);
  const args = [
    'up',
    '--realm',
    'dev',
    '--speed',
    '60',
    '--no-maintenance',
    '--port',
    '0',
    '--json',
    '--work-dir',
    workDir,
  ];
  const child = spawn(process.execPath, [compiled('bin/tiltmeter.js'), ...args], {
    cwd: join(__dirname, '../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const events: Printed[] = [];
  const stderr: string[] = [];
  const misshapen: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line));
    misshapen.push(...shapeProblems('up', [JSON.parse(line)]));
    for (const look of waiting) look();
  });
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const exit = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });

  /** The first event with these fields, or as soon as there is one. */
  function seen(fields: object, isIt: (event: Printed) => boolean = () => true): Promise<Printed> {
    const matches = (event: Printed) =>
      Object.entries(fields).every(([field, value]) => event[field] === value) && isIt(event);
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = events.find(matches);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      const fail = (what: string) =>
        reject(new Error(`${what} without ${JSON.stringify(fields)}\n${stderr.join('\n')}`));
      void exit.then((code) => fail(`the realm ended with ${code}`));
      setTimeout(fail, PATIENCE_MS, `${PATIENCE_MS / 1000} s went by`).unref();
    });
  }
  return { process: child, workDir, stderr, misshapen, exit, seen };
}

async function post(url: string, target: string): Promise<void> {
  const headers = { 'x-tiltmeter': 'test' };
  const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ target }) });
  expect(status).toBe(200);
}

/** Command lines of the processes that name the directory in it or in their environment. */
function processesOf(directory: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .map((pid) => `${read(`/proc/${pid}/cmdline`)}${read(`/proc/${pid}/environ`)}`)
    .filter((text) => text.includes(directory));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // It has ended meanwhile.
  }
}

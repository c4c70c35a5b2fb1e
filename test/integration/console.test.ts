import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

/** The console page of a local realm, used as a person would, in a real browser. */
const root = join(__dirname, '../..');
const workParent = mkdtempSync(join(tmpdir(), 'tiltmeter-'));
const troubles: string[] = [];
let realm: ChildProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const started = await startRealm();
  realm = started.process;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET_BROWSER });
  page = await browser.newPage();
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.goto(started.address);
});

afterAll(async () => {
  await browser?.close();
  if (realm && realm.exitCode === null) {
    realm.kill('SIGINT');
    await once(realm, 'exit');
  }
  rmSync(workParent, { recursive: true, force: true });
});

test('it shows every instance with its heartbeat', async () => {
  for (const name of ['core-0', 'core-1', 'gpu-0']) {
    await shows(instance(name).locator('.detail'), /^running \(pid \d+\), heartbeat \d+ s ago$/);
  }
});

test('it shows every alarm with its state and reason', async () => {
  await shows(alarm('lava-dev-core-heartbeat').locator('.badge'), /^OK$/);
  await shows(alarm('lava-dev-core-heartbeat').locator('.reason'), /^Threshold Crossed: /);
});

test('a worker is stopped by its button', async () => {
  for (const name of ['core-0', 'core-1']) {
    await page.getByRole('button', { name: `Stop ${name}` }).click();
    await shows(instance(name).locator('.detail'), /^stopped, /);
  }
});

test('its silence becomes an alarm at the top, in the title and in the inbox', async () => {
  await shows(alarm('lava-dev-core-heartbeat').locator('.badge'), /^ALARM$/);
  await shows(page.locator('#summary'), /alarms firing$/);
  expect(await page.title()).toMatch(/^\(\d+\) Tiltmeter dev$/);
  await shows(page.locator('#inbox li').filter({ hasText: 'lava-dev-core-heartbeat' }).first(), /ALARM/);
});

test('a worker is started by its button, and the alarm clears', async () => {
  for (const name of ['core-0', 'core-1']) {
    await page.getByRole('button', { name: `Start ${name}` }).click();
    await shows(instance(name).locator('.detail'), /^running /);
  }
  await shows(alarm('lava-dev-core-heartbeat').locator('.badge'), /^OK$/);
});

test('it says when the realm has stopped', async () => {
  realm.kill('SIGINT');
  const [code] = await once(realm, 'exit');
  expect(code).toBe(0);
  await shows(page.locator('#summary'), /^the realm has stopped$/);
});

test('the page has no error of its own before that', () => {
  expect(troubles.filter((text) => !text.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
});

// --- internal ---

/** Without these Chromium asks its maker's servers for news. */
const QUIET_BROWSER = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A transition may take 7 minutes of realm time, at 20 times the speed of the wall; then as much for a slow machine. */
const PATIENCE_MS = 60_000;

function startRealm(): Promise<{ process: ChildProcess; address: string }> {
  const args = ['dist/bin/tiltmeter.js', 'up', '--realm', 'dev', '--speed', '20', '--port', '0'];
  const child = spawn(process.execPath, [...args, '--work-dir', join(workParent, 'work')], { cwd: root });
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (address) resolve({ process: child, address });
    });
    child.on('exit', () => reject(new Error(`the realm did not start: ${said}`)));
  });
}

function instance(name: string): Locator {
  return page.locator('.instance').filter({ has: page.getByText(name, { exact: true }) });
}

function alarm(name: string): Locator {
  return page.locator('#alarms li').filter({ has: page.getByText(name, { exact: true }) });
}

async function shows(locator: Locator, text: RegExp): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let got = '';
  while (Date.now() < deadline) {
    got = (await locator.textContent({ timeout: PATIENCE_MS })) ?? '';
    if (text.test(got)) return;
    await page.waitForTimeout(200);
  }
  expect(got).toMatch(text);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { axeFindings, LOOKS, look, overflow, startChromium } from './support/chromium';

/** The console page of a local realm, used as a person would, in a real browser, on a small screen. */
const root = join(__dirname, '../..');
const workParent = mkdtempSync(join(tmpdir(), 'tiltmeter-'));
const troubles: string[] = [];
let realm: ChildProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const started = await startRealm();
  realm = started.process;
  browser = await startChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
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
    await shows(instance(name).locator('.detail'), /^beat \d+ s ago$/);
  }
});

test('it shows the alarm on heartbeats with its signal, what it says and whom it tells; quiet ones are folded', async () => {
  const row = alarm('core', 'heartbeat');
  await shows(row.locator('.badge'), /^OK$/);
  await shows(row.locator('.reads'), /^heartbeats$/);
  await shows(
    row.locator('.description'),
    /^Alarms when: No process of worker core in realm dev has sent a heartbeat for 5m/,
  );
  await shows(row.locator('.topic'), /^page email, slack$/);
  await shows(lane('core').locator('summary'), /^\d+ quiet alarms$/);
  expect(await alarm('core', 'queue-depth').count()).toBe(0);
});

test('the first OKs of a deployment are one line', async () => {
  await shows(page.locator('#inbox .firsts summary'), /^\d+ messages: new alarms are OK$/);
});

test('whoever presses Stop watches the alert arrive without scrolling', async () => {
  const stop = page.getByRole('button', { name: 'Stop core', exact: true });
  await inSight(stop);
  await tabTo('Stop core');
  await page.keyboard.press('Space');
  await shows(instance('core-0').locator('.detail'), /^stopped, /);
  // The button says Start now, and has kept the focus.
  await comesTrue("document.activeElement.ariaLabel === 'Start core'");
  await shows(page.locator('#story'), /^core has been silent for .*; its alarm is due by /);
  await inSight(page.locator('#story'));
  await shows(alarm('core', 'heartbeat').locator('.badge'), /^ALARM$/);
  await inSight(alarm('core', 'heartbeat'));
  const told = page.locator('#inbox .mail').filter({ has: page.locator('.slack') });
  await shows(
    told.locator('.slack .said'),
    /ALARM: No process of worker core in realm dev has sent a heartbeat/,
  );
  await inSight(told.locator('.subject'));
  await inSight(told.locator('.slack .section').first());
  expect(await told.locator('.slack .section').first().textContent()).toMatch(
    /First: Read what it said last .*\nSeverity: page\nAlarm in CloudWatch · Log group$/s,
  );
  await shows(page.locator('#story'), /^core is in ALARM since .* Alerts sent by .*slack/);
  expect(await page.evaluate('scrollY')).toBe(0);
});

test('the alarm says what it is about and what to do first before it says why, and is in the title and in the timeline', async () => {
  const texts = await alarm('core', 'heartbeat').locator('.what > p').allTextContents();
  expect(texts.slice(1)).toEqual([
    expect.stringMatching(/^No process of .*; one is due every 1m\.$/),
    expect.stringMatching(/^First: Read what it said last \(tiltmeter logs --worker core /),
    expect.stringMatching(/^Threshold Crossed: /),
  ]);
  expect(await page.title()).toMatch(/^\(\d+\) Tiltmeter dev$/);
  const timeline = await page.locator('#timeline').getAttribute('aria-label');
  expect(timeline).toMatch(
    /core down from \d\d:\d\d:\d\d still; .*core heartbeat in ALARM from .* alert by slack at /,
  );
});

test.each(LOOKS)(
  'it is accessible and fits a width of $width in a $scheme scheme, folded and unfolded',
  async (one) => {
    await look(page, one);
    expect(await axeFindings(page)).toEqual([]);
    await unfold(true);
    await shows(alarm('core', 'queue-depth').locator('.badge'), /./);
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await unfold(false);
  },
);

test.each([360, 1280] as const)(
  'Tab reaches all that can be pressed at a width of %i, and the focus is seen wherever it is',
  async (width) => {
    await look(page, { width, scheme: 'light' });
    const { reached, unseen } = await walk();
    expect(unseen).toEqual([]);
    const all = await pressable();
    expect(all).toEqual(expect.arrayContaining(['Start core', 'Start core-1']));
    expect(all.filter((name) => !reached.includes(name))).toEqual([]);
  },
);

test('the focus stays on what an update moves', async () => {
  await look(page, { width: 1280, scheme: 'light' });
  // An update puts it back to where it belongs.
  await page.evaluate("document.getElementById('lanes').append(document.querySelector('.lane'))");
  await page.evaluate("document.querySelector('.lane:last-child summary').focus()");
  await page.evaluate("document.activeElement.dataset.probe = 'mine'");
  await comesTrue("document.querySelector('.lane:first-child summary').dataset.probe === 'mine'");
  expect(await page.evaluate('document.activeElement.dataset.probe')).toBe('mine');
});

test('it is used by keyboard: a message is opened, and a worker started', async () => {
  await look(page, { width: 1280, scheme: 'light' });
  const mail = page.locator('#inbox .subject').filter({ hasText: 'email' }).first();
  await mail.focus();
  await page.keyboard.press('Enter');
  expect(await mail.getAttribute('aria-expanded')).toBe('true');
  await shows(
    page.locator('#inbox .email pre').first(),
    /^You are receiving this email because your Amazon CloudWatch/,
  );
  await tabTo('Start core');
  await page.keyboard.press('Enter');
  for (const name of ['core-0', 'core-1']) await shows(instance(name).locator('.detail'), /^beat \d+ s ago$/);
  await shows(alarm('core', 'heartbeat').locator('.badge'), /^OK$/);
});

test('one instance of two has a button of its own', async () => {
  await page.getByRole('button', { name: 'Stop core-1', exact: true }).click();
  await shows(instance('core-1').locator('.detail'), /^stopped, /);
  await shows(instance('core-0').locator('.detail'), /^beat /);
});

test('what is left of the service levels is counted in realm time', async () => {
  const budget = (name: string) =>
    page.locator('.budget').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await shows(
    budget('starts-soon').locator('.fact').first(),
    /^achieved [\d.]+% of \d+ runs?, [^,]+ bad, in the first \d+m$/,
  );
  // Not known until the nightly load has run, which depends on the time of day.
  await shows(budget('loads-fresh').locator('.fact').first(), /^achieved (not known: |[\d.]+% of )/);
  const said = await tiltmeter('slo', '--console', new URL(page.url()).origin);
  expect(said).toMatch(
    /^loads-succeed {2}99% of the runs of job cmd\/nightly-load are to succeed, over 28d\n {2}achieved {2}(not known|[\d.]+% of)/,
  );
  expect(said).toMatch(/starts-soon {2}95% of the runs of worker core.*\n {2}achieved {2}[\d.]+% of/);
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

async function tiltmeter(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ['dist/bin/tiltmeter.js', ...args], { cwd: root });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  return said;
}

/** A transition may take 7 minutes of realm time, at 12 times the speed of the wall; then as much for a slow machine. */
const PATIENCE_MS = 90_000;

function startRealm(): Promise<{ process: ChildProcess; address: string }> {
  const args = [
    'dist/bin/tiltmeter.js',
    'up',
    '--realm',
    'dev',
    '--speed',
    '12',
    '--no-maintenance',
    '--port',
    '0',
  ];
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

function lane(worker: string): Locator {
  return page.getByRole('article', { name: worker, exact: true });
}

function instance(name: string): Locator {
  return page.locator('.instance').filter({ has: page.getByText(name, { exact: true }) });
}

function alarm(worker: string, label: string): Locator {
  return lane(worker)
    .locator('.alarm')
    .filter({ has: page.getByRole('button', { name: label, exact: true }) });
}

async function shows(locator: Locator, text: RegExp): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let got = '';
  while (Date.now() < deadline) {
    got = (await locator.textContent({ timeout: Math.max(1, deadline - Date.now()) })) ?? '';
    if (text.test(got)) return;
    await page.waitForTimeout(200);
  }
  expect(got).toMatch(text);
}

async function comesTrue(expression: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && !(await page.evaluate(expression))) await page.waitForTimeout(200);
  expect(await page.evaluate(expression)).toBe(true);
}

/** All of it is on the screen, as the page stands. */
async function inSight(locator: Locator): Promise<void> {
  const { x, y, width, height } = (await locator.boundingBox())!;
  const screen = page.viewportSize()!;
  expect({ left: x >= 0, top: y >= 0 }).toEqual({ left: true, top: true });
  expect(x + width).toBeLessThanOrEqual(screen.width);
  expect(y + height).toBeLessThanOrEqual(screen.height);
}

/** As clicks on each of them would. */
const unfold = (open: boolean) =>
  page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = ${open}`);

/** The names of what a keyboard must reach: buttons, links and folds that are shown. */
const pressable = () =>
  page.evaluate(`[...document.querySelectorAll('button, summary, a[href]')]
    .filter((one) => one.checkVisibility())
    .map(${NAME_OF})`) as Promise<string[]>;

const NAME_OF = "(one) => one.ariaLabel ?? one.textContent.replace(/\\d+/g, '0')";

/** Goes through the page by Tab: what has had the focus, and where the focus was not seen. */
async function walk(): Promise<{ reached: string[]; unseen: string[] }> {
  const reached: string[] = [];
  const unseen: string[] = [];
  await page.evaluate(`(document.querySelector('h1').tabIndex = -1, document.querySelector('h1').focus())`);
  for (let presses = 0; presses < 300; presses++) {
    await page.keyboard.press('Tab');
    const stop = (await page.evaluate(`(() => {
      const one = document.activeElement;
      if (one === document.body) return null;
      const { left, top, right, bottom } = one.getBoundingClientRect();
      const at = document.elementFromPoint((left + right) / 2, (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2);
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const isMarked = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      return { name: (${NAME_OF})(one), isMarked, isOnTop: one.contains(at) };
    })()`)) as { name: string; isMarked: boolean; isOnTop: boolean } | null;
    if (!stop) return { reached, unseen };
    reached.push(stop.name);
    if (!stop.isMarked) unseen.push(`${stop.name}: not marked`);
    if (!stop.isOnTop) unseen.push(`${stop.name}: covered`);
  }
  throw new Error('Tab does not come to an end');
}

async function tabTo(name: string): Promise<void> {
  await page.evaluate('document.activeElement.blur()');
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement.ariaLabel')) === name) return;
  }
  throw new Error(`no Tab leads to ${name}`);
}

import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ObjectiveTerms } from '../../lib/contract';
import { budgetCards } from '../../lib/local/console/budget-card';
import { startConsoleServer } from '../../lib/local/console/console-server';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { BURN_WINDOWS, spentBudget } from '../../lib/operate';
import { minutesAgo, status } from '../console/support';
import { axeFindings, LOOKS, look, overflow, startChromium } from './support/chromium';

/** The panel of budgets, in a real browser: each objective stands in another way. */
const terms = (name: string, runsPerDay: number): ObjectiveTerms => ({
  ...{ name, system: 'lava', realm: 'dev', target: 0.99, overSeconds: 28 * 86_400, runsPerDay },
  of: { kind: 'success', job: `cmd/${'very-'.repeat(12)}long-name` },
  counted: { namespace: 'Lava' },
});
const counted = (bad: number, all: number) => BURN_WINDOWS.map(() => ({ bad, all }));
const spends = Array.from({ length: 12 }, (_, n) => ({
  at: minutesAgo(n + 1),
  run: `run-${n}`,
  text: 'Failed',
}));
const CARDS = budgetCards(
  { realm: 'dev', system: 'lava' },
  [
    spentBudget(terms('not-known', 1), { bad: 0, all: 0 }, counted(0, 0), []),
    spentBudget(terms('untouched', 100), { bad: 0, all: 2_800 }, counted(0, 10), []),
    spentBudget(terms('leaking', 100), { bad: 12, all: 2_800 }, counted(1, 40), spends),
    spentBudget(terms('gone', 1), { bad: 2, all: 28 }, counted(1, 2), spends.slice(0, 2)),
  ],
  [
    { alarmName: 'lava-dev-slo-not-known-page', state: 'INSUFFICIENT_DATA' },
    { alarmName: 'lava-dev-slo-leaking-page', state: 'OK' },
    { alarmName: 'lava-dev-slo-leaking-ticket', state: 'ALARM' },
    { alarmName: 'lava-dev-slo-gone-page', state: 'ALARM' },
  ],
);

let budgets: typeof CARDS = CARDS;
let server: LoopbackServer;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  server = await startConsoleServer({
    port: 0,
    pages: join(__dirname, '../../dist/console'),
    view: () => ({
      status: async () => status({ budgets }),
      budgets: async () => ({ at: 0, budgets: [] }),
      act: () => {},
    }),
  });
  browser = await startChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, timezoneId: 'Etc/UTC' });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.goto(server.url);
  await row('gone').waitFor();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('each objective has its promise, its facts, its alarms and its bar', async () => {
  const leaking = row('leaking');
  expect(await leaking.locator('.promise').textContent()).toMatch(
    /^99% of the runs of job cmd\/very-.* are to succeed, over 28d$/,
  );
  expect(await leaking.locator('.fact').allTextContents()).toEqual([
    'achieved 99.5714% of 2800 runs, 12 bad',
    'left 57% of the budget: 16 runs, or 230 minutes of a total outage',
    'burn 2.5x over 5m, 2.5x over 30m, 2.5x over 1h, 2.5x over 6h, 2.5x over 3d',
    'gone in 6d10h at this pace',
  ]);
  expect(await leaking.locator('.chip').allTextContents()).toEqual(['page OK', 'ticket ALARM']);
  const meter = page.getByRole('meter', { name: 'what is left of the budget of leaking' });
  expect(await meter.getAttribute('aria-valuenow')).toBe('57');
  const [whole, rest] = [
    (await meter.boundingBox())!.width,
    (await meter.locator('.rest').boundingBox())!.width,
  ];
  expect(rest / whole).toBeCloseTo(0.57, 2);
});

test('what is not known is said and has no bar; what is gone has an empty one', async () => {
  expect(await row('not-known').locator('.fact').allTextContents()).toEqual([
    'achieved not known: no runs were counted in 28d',
  ]);
  expect(await row('not-known').locator('.chip').allTextContents()).toEqual(['page no data']);
  expect(await row('not-known').locator('.meter').isVisible()).toBe(false);
  expect(await row('gone').locator('.fact').last().textContent()).toBe('gone already');
  expect((await row('gone').locator('.rest').boundingBox())!.width).toBe(0);
  const tones = ['not-known', 'untouched', 'leaking', 'gone'].map((name) =>
    row(name).getAttribute('data-tone'),
  );
  expect(await Promise.all(tones)).toEqual(['', 'good', 'wait', 'bad']);
});

test('what spent it last is opened by keyboard', async () => {
  const spent = row('leaking').locator('details');
  expect(await row('untouched').locator('details').isVisible()).toBe(false);
  await spent.locator('summary').focus();
  await page.keyboard.press('Enter');
  await spent.locator('li').first().waitFor();
  expect(await spent.locator('li').count()).toBe(10);
  expect(await spent.locator('li').first().textContent()).toBe('2026-01-05 09:29 Failed run run-0');
});

test.each(LOOKS)('it is accessible and fits a width of $width in a $scheme scheme', async (one) => {
  await look(page, one);
  await page.evaluate("for (const one of document.querySelectorAll('#budgets details')) one.open = true");
  await row('gone').locator('details li').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
});

test('a realm that promises nothing has no panel', async () => {
  budgets = [];
  await page.locator('#budgets-panel').waitFor({ state: 'hidden' });
  expect(troubles).toEqual([]);
});

// --- internal ---

const row = (name: string) =>
  page.locator('.budget').filter({ has: page.getByRole('heading', { name, exact: true }) });

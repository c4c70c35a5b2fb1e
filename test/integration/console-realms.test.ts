import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startConsoleServer } from '../../lib/local/console/console-server';
import type { RealmStatus } from '../../lib/local/console/realm-status';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { alarm, event, mail, minutesAgo, status, worker } from '../console/support';
import { axeFindings, overflow, startChromium } from './support/chromium';

/** The console of realms that are larger, named otherwise or looked at otherwise than realm dev is. */
const realmOf = (names: readonly string[]): RealmStatus =>
  status({
    workers: names.map((name) => ({
      ...worker(name, ['stopped', 'running']),
      queue: `acme-dev-${name}`,
      heartbeat: { ...worker(name, []).heartbeat, alarmName: `acme-dev-${name}-heartbeat` },
    })),
    alarms: names.flatMap((name) =>
      (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).map((state) =>
        alarm(state === 'ALARM' ? 'heartbeat' : state, {
          alarmName: `acme-dev-${name}-${state === 'ALARM' ? 'heartbeat' : state}`,
          lane: { kind: 'worker', worker: name },
          description: `No process of worker ${name} has sent a heartbeat for 5m.`,
          first: `Look at what ${name} said last.`,
          reads: [`acme-dev-${name}-heartbeats`],
          state,
        }),
      ),
    ),
    topics: [{ topic: 'lava-dev-alerts-page', label: names[0]!, channels: names.slice(0, 3) }],
    inbox: [{ ...mail('email', 1), summary: `ALARM: ${names[0]} is silent`, target: names[0]! }],
    events: names.map((name) =>
      event(
        { type: 'worker', worker: name, instance: `${name}-0`, instanceId: 'i', status: 'stopped' } as never,
        7,
      ),
    ),
  });

const REALMS: Readonly<Record<string, RealmStatus>> = {
  'twelve workers': realmOf(Array.from({ length: 12 }, (_, n) => `worker-${n}`)),
  'names as long as a queue of AWS may have': realmOf(['c', 'g'].map((one) => one.repeat(70))),
  'names with markup and with letters of any script': realmOf([
    '<img src=x onerror=alert(1)>',
    'Zähler "漢字" 🚀',
    "Zähler '漢字' 🚀",
  ]),
  'nothing at all': status({ workers: [], alarms: [] }),
};

const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  'on a telephone': { viewport: { width: 360, height: 800 } },
  'at 200 % of a notebook': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  'in the dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'with forced colours and no motion': {
    ...{ viewport: { width: 1280, height: 800 }, forcedColors: 'active', reducedMotion: 'reduce' },
  },
};

let shown: RealmStatus;
let server: LoopbackServer;
let browser: Browser;

beforeAll(async () => {
  server = await startConsoleServer({
    port: 0,
    pages: join(__dirname, '../../dist/console'),
    view: () => ({
      status: async () => shown,
      budgets: async () => ({ at: minutesAgo(0), budgets: [] }),
      act: () => {},
    }),
  });
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const CASES = Object.keys(REALMS).flatMap((realm) =>
  Object.keys(LOOKS).map((look) => [realm, look] as const),
);

test.each(CASES)('%s, %s: accessible, and nothing is cut or covers another', async (realm, look) => {
  shown = REALMS[realm]!;
  const context = await browser.newContext(LOOKS[look]);
  try {
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('dialog', (dialog) => troubles.push(dialog.message()));
    await page.goto(server.url);
    await page.locator('#clock').filter({ hasText: '09:30:00' }).waitFor();
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    for (const name of await page.locator('.shown button.name').all()) await name.press('Enter');
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(await outside(page)).toEqual([]);
    expect(troubles).toEqual([]);
  } finally {
    await context.close();
  }
});

test('what an alarm tells of does not read as having come where it has not', async () => {
  shown = realmOf(['core']);
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.locator('#clock').filter({ hasText: '09:30:00' }).waitFor();
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
  await page.locator('.quiet .alarm').first().waitFor();
  const said = async (state: string) =>
    page.locator(`.alarm[data-state=${state}] .description`).textContent();
  expect(await said('ALARM')).toBe('No process of worker core has sent a heartbeat for 5m.');
  for (const state of ['OK', 'INSUFFICIENT_DATA'])
    expect(await said(state)).toBe('Alarms when: No process of worker core has sent a heartbeat for 5m.');
  await page.close();
});

// --- internal ---

/** Words that are wider than the column that they are in, and so lie over what is beside it. */
const outside = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('.worker, .queue, .signal, .what, .topics')]
    .filter((column) => [...column.querySelectorAll('*')].some((one) => {
      const [inner, outer] = [one.getBoundingClientRect(), column.getBoundingClientRect()];
      return getComputedStyle(one).position !== 'absolute' && inner.width > 0 && inner.right > outer.right + 1;
    })).map((column) => column.className + ': ' + column.textContent)`);

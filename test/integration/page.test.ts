import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { backtestPage, differencePage, rehearsalPage, timesPage } from '../../lib/page';
import { difference } from '../../lib/proof/difference';
import { templateTimes } from '../../lib/proof/times';
import { backtestOf, playRecording, readRecordings, rehearse } from '../../lib/rehearsal';
import { dashboardResource } from '../dashboard/small-dashboard';
import { backlog, smallModel } from '../rehearsal/small-template';

/** Pages of results as a person opens them: from a file, in a browser that may ask for nothing else. */
const model = smallModel({}, { Dashboard: dashboardResource() });
const failing = rehearse(model, backlog(['{ by: 13m, alarm: depth }', '{ never: errors }']));
const passing = rehearse(model, backlog(['{ by: 20m, alarm: depth }']));
const recording = readRecordings(
  [
    {
      name: 'depth.csv',
      text: [
        'time,depth',
        ...Array.from({ length: 3_000 }, (_, minute) => {
          const at = new Date(Date.UTC(2026, 0, 5) + minute * 60_000).toISOString();
          return `${at},${minute % 700 > 680 ? 150 : minute % 40}`;
        }),
      ].join('\n'),
    },
  ],
  undefined,
);
const played = playRecording(model, recording, { retention: 86_400_000 * 3 });
const after = smallModel({ Threshold: 200 });

/** Widgets that are too small for what is in them, as dashboards of people have them. */
const VIEWS = ['singleValue', 'gauge', 'bar', 'pie', 'table', 'timeSeries'];
const SIZES = [
  [6, 2],
  [4, 4],
  [8, 1],
];
const DEPTH = ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'jobs'];
const small = VIEWS.flatMap((view) =>
  SIZES.map(([width, height]) => ({
    type: 'metric',
    width,
    height,
    properties: {
      title: `${view} ${width}x${height}`,
      view,
      metrics: [
        [{ expression: 'depth / 3' }],
        [{ expression: 'depth / 7', label: 'L'.repeat(200) }],
        [...DEPTH, { id: 'depth', stat: 'Sum' }],
      ],
      setPeriodToTimeRange: true,
      sparkline: true,
      singleValueFullPrecision: true,
      period: 60,
      table: { summaryColumns: ['MIN', 'MAX', 'SUM', 'AVG'] },
    },
  })),
);
const crowded = smallModel({}, { Dashboard: dashboardResource(JSON.stringify({ widgets: small })) });

const PAGES: Readonly<Record<string, string>> = {
  rehearsal: rehearsalPage([{ name: 'realm dev', model, rehearsals: [passing, failing, passing] }]),
  'small widgets': rehearsalPage([
    { name: 'realm dev', model: crowded, rehearsals: [rehearse(crowded, backlog(['{ never: depth }']))] },
  ]),
  backtest: backtestPage({ model, played, result: backtestOf(model, recording, played) }),
  times: timesPage(templateTimes(model), new Map([['depth', 'for: 3m']]), 'a template'),
  difference: differencePage(
    difference(model, after, { incidents: [backlog([])], recording, keepsData: true, measuresTimes: false }),
    { before: model, after },
  ),
};

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-page-'));
let browser: Browser;
let page: Page;
let asked: string[];
let troubles: string[];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => page.close());

async function open(name: string, colorScheme: 'light' | 'dark', width = 1100): Promise<void> {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, PAGES[name]!);
  page = await browser.newPage({ colorScheme, viewport: { width, height: 1200 } });
  asked = [];
  troubles = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.goto(pathToFileURL(path).href);
  await page.locator('.chart canvas, .bars').first().waitFor();
}

describe.each(Object.keys(PAGES))('the page of a %s', (name) => {
  test.each(['light', 'dark'] as const)('has nothing that axe finds fault with, in %s', async (scheme) => {
    await open(name, scheme);
    // What is folded away is looked at, too.
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    await page.waitForFunction("!document.querySelector('[data-packed]')");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test('asks for nothing but itself', async () => {
    await open(name, 'light');
    expect(asked).toEqual([pathToFileURL(join(folder, `${name}.html`)).href]);
  });

  test('fits a narrow screen', async () => {
    await open(name, 'light', 360);
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    await page.waitForFunction("!document.querySelector('[data-packed]')");
    const [content, screen] = (await page.evaluate(
      '[document.documentElement.scrollWidth, innerWidth]',
    )) as number[];
    expect(content).toBeLessThanOrEqual(screen!);
  });
});

test.each([360, 800, 1280])('at a width of %i no text is cut or covers another', async (width) => {
  await open('backtest', 'light', width);
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
  const lines = (await page.evaluate(
    "[...document.querySelectorAll('.state')].map((pill) => pill.getClientRects().length)",
  )) as number[];
  expect(new Set(lines)).toEqual(new Set([1]));
  const texts = (await page.evaluate(`[...document.querySelectorAll('.ruler span')]
    .map((one) => one.getBoundingClientRect()).filter((box) => box.width > 0).map(({ left, right }) => [left, right])`)) as [
    number,
    number,
  ][];
  expect(texts.length).toBeGreaterThan(1);
  for (const [index, [left, right]] of texts.entries()) {
    expect(left).toBeGreaterThanOrEqual(texts[index - 1]?.[1] ?? 0);
    expect(right).toBeLessThanOrEqual(width);
  }
});

test('a folded incident draws its chart when it is unfolded by the keyboard', async () => {
  await open('rehearsal', 'light');
  const folded = page.locator('details.card.good').first();
  expect(await folded.locator('canvas').count()).toBe(0);
  await folded.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  await folded.locator('canvas').first().waitFor();
});

test('a chart has ink in the colours of both schemes', async () => {
  const inks = new Set<string>();
  for (const scheme of ['light', 'dark'] as const) {
    if (scheme === 'dark') await page.close();
    await open('rehearsal', scheme);
    inks.add(
      (await page.evaluate(`(() => {
        const canvas = document.querySelector('.chart canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const counts = {};
        for (let at = 0; at < data.length; at += 4) {
          if (data[at + 3] < 255) continue;
          const ink = [data[at], data[at + 1], data[at + 2]].join(',');
          counts[ink] = (counts[ink] ?? 0) + 1;
        }
        return Object.entries(counts).sort((a, b) => b[1] - a[1]).slice(0, 3).map(([ink]) => ink).join(' ');
      })()`)) as string,
    );
  }
  expect(inks.size).toBe(2);
  expect([...inks].every((ink) => ink !== '')).toBe(true);
});

test('a dashboard has its widgets on a grid of 24 columns, and in one column on a narrow screen', async () => {
  await open('rehearsal', 'light');
  const dashboard = page.locator('details.card.bad .dashboard');
  await dashboard.locator('summary').click();
  await dashboard.locator('.graph canvas').first().waitFor();
  const widget = (title: string) =>
    dashboard.locator('.widget').filter({ has: page.locator('h4', { hasText: title }) });
  const [alarms, lines] = [(await widget('Alarms').boundingBox())!, (await widget('Lines').boundingBox())!];
  expect(Math.abs(alarms.y - lines.y)).toBeLessThan(1);
  expect(lines.x).toBeGreaterThan(alarms.x + alarms.width);
  await page.setViewportSize({ width: 360, height: 900 });
  const [above, below] = [(await widget('Alarms').boundingBox())!, (await widget('Lines').boundingBox())!];
  expect(below.y).toBeGreaterThanOrEqual(above.y + above.height);
});

test.each([360, 1280])(
  'at a width of %i a small widget grows or scrolls, and cuts nothing',
  async (width) => {
    await open('small widgets', 'light', width);
    await page.locator('.dashboard > summary').click();
    await page.locator('.graph canvas').first().waitFor();
    const cut =
      (await page.evaluate(`[...document.querySelectorAll('.widget, .widget .value, .widget .label, .widget ul')]
    .filter((one) => getComputedStyle(one).display !== 'inline')
    .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
    .map((one) => one.closest('.widget').textContent)`)) as string[];
    expect(cut).toEqual([]);
    const covered = (await page.evaluate(`[...document.querySelectorAll('.numbers')].flatMap((numbers) => {
    const boxes = [...numbers.querySelectorAll('.value')].map((value) => {
      const range = document.createRange();
      range.selectNodeContents(value);
      return range.getBoundingClientRect();
    });
    return boxes.flatMap((a, index) => boxes.slice(index + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map(() => numbers.textContent));
  })`)) as string[];
    expect(covered).toEqual([]);
    const shares = (await page.evaluate(`[...document.querySelectorAll('.bar-track')]
    .map((track) => track.clientWidth / track.closest('.bar-list').clientWidth)`)) as number[];
    expect(shares).toHaveLength(9);
    expect(Math.min(...shares)).toBeGreaterThan(1 / 3);
    const pies = (await page.evaluate(
      "[...document.querySelectorAll('.pie')].map((pie) => pie.clientWidth / pie.clientHeight)",
    )) as number[];
    for (const pie of pies) expect(pie).toBeCloseTo(1, 1);
  },
);

test('a table that is wider than its widget has a name and is scrolled by the keyboard', async () => {
  await open('small widgets', 'light');
  await page.locator('.dashboard > summary').click();
  const table = page.getByRole('group', { name: 'Table table 4x4' });
  await table.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction('document.activeElement.scrollLeft > 0');
});

test('a dashboard of a folded incident is unpacked and drawn when it is unfolded', async () => {
  await open('rehearsal', 'light');
  const folded = page.locator('details.card.good').first();
  await folded.locator('summary').first().click();
  await folded.locator('.dashboard > summary').click();
  await folded.locator('.graph canvas').first().waitFor();
  expect(await folded.locator('.widget').count()).toBe(13);
});

test('the legend of a graph says what the pointer is at', async () => {
  await open('rehearsal', 'light');
  const dashboard = page.locator('details.card.bad .dashboard');
  await dashboard.locator('summary').click();
  const lines = dashboard.locator('.widget').filter({ has: page.locator('h4', { hasText: 'Lines' }) });
  const over = lines.locator('.u-over');
  await over.waitFor();
  const { width, height } = (await over.boundingBox())!;
  await over.hover({ position: { x: width / 2, y: height / 2 } });
  await lines.locator('.pointed').filter({ hasText: '15m' }).waitFor();
  expect(await lines.locator('.graph-legend li').allTextContents()).toEqual([
    'half 250',
    'all 500',
    'nothing no data',
  ]);
});

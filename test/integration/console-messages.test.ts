import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { slackMessage } from '../../lambda/alert-dispatcher/channels/slack';
import { teamsMessage } from '../../lambda/alert-dispatcher/channels/teams';
import type { Alert } from '../../lib/contract';
import { startConsoleServer } from '../../lib/local/console/console-server';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { mail, minutesAgo, status } from '../console/support';
import { axeFindings, LOOKS, look, overflow, startChromium } from './support/chromium';

/** Messages in the console's inbox: those that the dispatcher writes, and what is none of them. */
const alert: Alert = {
  version: 1,
  id: 'id',
  key: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:reports-heartbeat',
  severity: 'page',
  state: 'ALARM',
  previousState: 'OK',
  title: 'Worker <b>reports</b> is silent.',
  alarm: 'reports-heartbeat',
  since: '2026-01-05T09:29:00.000Z',
  runbook: 'https://wiki.example.com/reports',
  records: ['2026-01-05T09:20:00Z INFO last words'],
} as Alert;

const bodies: readonly (readonly [channel: string, body: string])[] = [
  ['slack', JSON.stringify(slackMessage(alert))],
  ['teams', JSON.stringify(teamsMessage(alert))],
  ['webhook', JSON.stringify(alert)],
  ['slack', 'not JSON <script>alert(1)</script>'],
  ['teams', '{"attachments":[]}'],
  ['email', 'plain words'],
];

let server: LoopbackServer;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  const inbox = bodies.map(([channel, body], place) => ({
    ...mail(channel, 1),
    at: minutesAgo(1) - place,
    body,
  }));
  const view = {
    status: async () => status({ inbox }),
    budgets: async () => ({ at: 0, budgets: [] }),
    act: () => {},
  };
  server = await startConsoleServer({
    port: 0,
    pages: join(__dirname, '../../dist/console'),
    view: () => view,
  });
  browser = await startChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, timezoneId: 'Etc/UTC' });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.goto(server.url);
  await page.locator('#inbox .message').waitFor();
  for (const subject of await page.locator('#inbox .subject').all()) {
    if ((await subject.getAttribute('aria-expanded')) === 'false') await subject.click();
  }
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const message = (place: number) => page.locator('#inbox .message').nth(place);

test('a message in Slack: who says it, what, the links, the records; text stays text', async () => {
  const said = message(0).locator('.slack .said');
  expect(await said.locator('.head').textContent()).toBe('TiltmeterAPP09:29');
  expect(await said.locator('.section').first().textContent()).toMatch(
    /^🔴 ALARM: Worker <b>reports<\/b> is silent\.\nSince: 2026-01-05 9:29:00\s?AM \(was OK\)\n.*Runbook/s,
  );
  expect(await said.locator('b').first().textContent()).toBe('Tiltmeter');
  expect(await said.getByRole('link', { name: 'Runbook' }).getAttribute('href')).toBe(
    'https://wiki.example.com/reports',
  );
  expect(await said.locator('pre').textContent()).toBe('2026-01-05T09:20:00Z INFO last words');
});

test('a card in Teams: its title in the colour of the state, its actions as buttons', async () => {
  const card = message(1).locator('.teams .card');
  expect(await card.locator('.large.bolder.attention').textContent()).toBe(
    'ALARM: Worker <b>reports</b> is silent.',
  );
  expect(await card.locator('.actions a').allTextContents()).toEqual(['Runbook']);
  expect(await card.locator('.mono').textContent()).toBe('2026-01-05T09:20:00Z INFO last words');
});

test('what a webhook gets is shown as JSON, and a body that its channel would not take as it is', async () => {
  expect(JSON.parse((await message(2).locator('pre').textContent())!)).toEqual(alert);
  expect(await message(3).locator('pre').textContent()).toBe('not JSON <script>alert(1)</script>');
  expect(await message(4).locator('pre').textContent()).toBe('{\n  "attachments": []\n}');
});

test('a mail that is not of an alarm is shown as it is', async () => {
  expect(await message(5).locator('.field').allTextContents()).toEqual([
    'From AWS Notifications <no-reply@sns.amazonaws.com>',
    'To t',
    'Subject ALARM: core is silent',
  ]);
  expect(await message(5).locator('pre').textContent()).toBe('plain words');
});

test.each(LOOKS)(
  'open messages are accessible and fit a width of $width in a $scheme scheme',
  async (one) => {
    await look(page, one);
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  },
);

test('nothing in them is an error of the page', () => {
  expect(troubles).toEqual([]);
});

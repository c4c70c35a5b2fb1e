// Draws the pictures of docs/pictures: a local realm in which somebody presses Stop, as Chromium shows it.
// Needs /usr/bin/chromium, a font with emoji and pngquant (Debian: chromium, fonts-noto-color-emoji, pngquant), and a build.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pictures = join(root, 'docs/pictures');
const PATIENCE_MS = 120_000;
/** How long the realm runs before it is stopped, so that there is something to be seen; ten times that in its own time. */
const BEFORE_MS = 60_000;
const AFTER_MS = 6_000;

const work = mkdtempSync(join(tmpdir(), 'tiltmeter-'));
const args = [
  'dist/bin/tiltmeter.js',
  'up',
  '--realm',
  'dev',
  '--speed',
  '8',
  '--no-maintenance',
  '--port',
  '0',
  '--work-dir',
  join(work, 'realm'),
];
const realm = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(await addressOf(realm));
  await page.waitForTimeout(BEFORE_MS);
  await page.getByRole('button', { name: 'Stop core', exact: true }).click();
  const slack = page.locator('.slack').filter({ hasText: 'No process of worker core' });
  await slack.waitFor();
  await page.waitForTimeout(AFTER_MS);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(pictures, `console-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  // High enough for all of the message: what is cut off is not in the picture.
  await page.setViewportSize({ width: 1280, height: 1800 });
  await page.waitForTimeout(1_500);
  await slack.screenshot({ path: join(pictures, 'slack.png') });
  await page.setViewportSize({ width: 360, height: 800 });
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(pictures, 'console-narrow.png') });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Start core', exact: true }).click();
  const soon = page.locator('.budget').filter({ hasText: 'starts-soon' });
  await soon.locator('summary').click();
  await soon.locator('.spend').first().waitFor();
  await page.waitForTimeout(AFTER_MS);
  await page.locator('#budgets-panel').screenshot({ path: join(pictures, 'budgets.png') });
  for (const name of ['console-light', 'console-dark', 'console-narrow', 'slack', 'budgets']) {
    execFileSync('pngquant', [
      '--force',
      '--quality',
      '70-95',
      '--ext',
      '.png',
      join(pictures, `${name}.png`),
    ]);
  }
} finally {
  await browser.close();
  realm.kill('SIGINT');
  if (realm.exitCode === null) await once(realm, 'exit');
  rmSync(work, { recursive: true, force: true });
}

// --- internal ---

function addressOf({ stderr }) {
  return new Promise((resolve, reject) => {
    let said = '';
    stderr.on('data', (chunk) => {
      said += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (address) resolve(address);
    });
    stderr.on('end', () => reject(new Error(`the realm did not start: ${said}`)));
  });
}

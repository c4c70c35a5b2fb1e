import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PATIENCE_MS = 120_000;
/** How long the realm runs before it is stopped, so that there is something to be seen; eight times that in its own time. */
const BEFORE_MS = 60_000;
const AFTER_MS = 6_000;

/** Draws the console of a local realm in which somebody presses Stop; the pictures by their names. */
export async function consolePictures(browser, root, work) {
  const args = ['dist/bin/tiltmeter.js', 'up', '--realm', 'dev', '--speed', '8', '--no-maintenance'];
  const realm = spawn(process.execPath, [...args, '--port', '0', '--work-dir', join(work, 'realm')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(await addressOf(realm));
    return await drawn(page);
  } finally {
    realm.kill('SIGINT');
    if (realm.exitCode === null) await once(realm, 'exit');
  }
}

// --- internal ---

async function drawn(page) {
  const pictures = {};
  await page.waitForTimeout(BEFORE_MS);
  await page.getByRole('button', { name: 'Stop core', exact: true }).click();
  const slack = page.locator('.slack').filter({ hasText: 'No process of worker core' });
  await slack.waitFor();
  await page.waitForTimeout(AFTER_MS);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(500);
    pictures[`console-${colorScheme}`] = await page.screenshot();
  }
  await page.emulateMedia({ colorScheme: 'light' });
  // High enough for all of the message: what is cut off is not in the picture.
  await page.setViewportSize({ width: 1280, height: 1800 });
  await page.waitForTimeout(1_500);
  pictures.slack = await slack.screenshot();
  await page.setViewportSize({ width: 360, height: 800 });
  await page.waitForTimeout(1_500);
  pictures['console-narrow'] = await page.screenshot();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Start core', exact: true }).click();
  const soon = page.locator('.budget').filter({ hasText: 'starts-soon' });
  await soon.locator('summary').click();
  await soon.locator('.spend').first().waitFor();
  await page.waitForTimeout(AFTER_MS);
  pictures.budgets = await page.locator('#budgets-panel').screenshot();
  return pictures;
}

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

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The first and the last of the widgets that are in the picture. */
const FIRST = 'Heartbeats a minute';
const LAST = 'Run time, by job (s)';
const ROOM = 8;

/** Draws the dashboard of realm dev in an incident, without its lists of alarms; the picture by its name. */
export async function dashboardPictures(browser, root, work) {
  const written = join(work, 'dies.html');
  const args = ['dist/bin/tiltmeter.js', 'rehearse', 'scripts/pictures/core-dies.yaml', '--html', written];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the rehearsal has to pass, got exit code ${status}: ${stdout}${stderr}`);
  const page = await browser.newPage({ viewport: { width: 1080, height: 2600 } });
  await page.goto(pathToFileURL(written).href);
  await page.locator('.dashboard > summary').click();
  // What is out of sight is not drawn.
  await widgetOf(page, LAST).scrollIntoViewIfNeeded();
  await widgetOf(page, LAST).locator('canvas').waitFor();
  await page.waitForTimeout(500);
  return { dashboard: await page.screenshot({ clip: await clipOf(page) }) };
}

// --- internal ---

const widgetOf = (page, title) => page.locator('.widget').filter({ hasText: title }).first();

async function clipOf(page) {
  const [first, last] = [await widgetOf(page, FIRST).boundingBox(), await widgetOf(page, LAST).boundingBox()];
  return {
    x: first.x - ROOM,
    y: first.y - ROOM,
    width: last.x + last.width - first.x + 2 * ROOM,
    height: last.y + last.height - first.y + 2 * ROOM,
  };
}

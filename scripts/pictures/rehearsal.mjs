import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Draws the page of a rehearsal that fails; the picture by its name. */
export async function rehearsalPictures(browser, root, work) {
  const written = join(work, 'late.html');
  const incident = 'scripts/pictures/core-backlog-late.yaml';
  const args = ['dist/bin/tiltmeter.js', 'rehearse', incident, '--html', written];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 1) throw new Error(`the rehearsal has to fail, got exit code ${status}: ${stderr}`);
  const page = await browser.newPage({ viewport: { width: 900, height: 710 } });
  await page.goto(pathToFileURL(written).href);
  await page.locator('.chart canvas').first().waitFor();
  return { 'failing-rehearsal': await page.screenshot() };
}

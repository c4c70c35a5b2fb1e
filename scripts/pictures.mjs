// Draws the pictures of docs/pictures as Chromium shows what they are of, all or those that are named.
// Needs /usr/bin/chromium, a font with emoji (Debian: chromium, fonts-noto-color-emoji) and a build.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { consolePictures } from './pictures/console.mjs';
import { dashboardPictures } from './pictures/dashboard.mjs';
import { rehearsalPictures } from './pictures/rehearsal.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = { console: consolePictures, dashboard: dashboardPictures, rehearsal: rehearsalPictures };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SOURCES);

const work = mkdtempSync(join(tmpdir(), 'tiltmeter-'));
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
  for (const name of wanted) {
    for (const [picture, png] of Object.entries(await SOURCES[name](browser, root, work))) {
      // Of a palette: a third of the size, and nothing that the eye misses.
      const small = await sharp(png).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
      writeFileSync(join(root, 'docs/pictures', `${picture}.png`), small);
    }
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}

// The console page: its modules and uPlot in one script, its styles and uPlot's in one sheet.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What is served as it is. */
const PLAIN = ['index.html', 'icon.svg'];

export async function buildConsolePage(root) {
  const outdir = join(root, 'dist/console');
  mkdirSync(outdir, { recursive: true });
  for (const name of PLAIN) copyFileSync(join(root, 'console', name), join(outdir, name));
  await build({
    entryPoints: [join(root, 'console/console.ts'), join(root, 'console/console.css')],
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'], // The first with light-dark().
    // uPlot is MIT: its notice goes where its code goes.
    banner: { js: notice(root) },
    legalComments: 'none',
    logLevel: 'warning',
  });
}

// --- internal ---

function notice(root) {
  return `/*! uPlot\n${readFileSync(join(root, 'node_modules/uplot/LICENSE'), 'utf8').trim()}\n*/`;
}

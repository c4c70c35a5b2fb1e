// What pages of results carry with them: the script that draws charts, with uPlot in it, and one sheet of styles.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

export async function buildPageScript(root) {
  // uPlot is MIT: its notice goes where its code goes.
  const notice = `/*! uPlot\n${readFileSync(join(root, 'node_modules/uplot/LICENSE'), 'utf8').trim()}\n*/`;
  await build({
    entryPoints: ['charts.ts', 'charts.css'].map((name) => join(root, 'lib/page/client', name)),
    outdir: join(root, 'dist/lib/page/client'),
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'], // The first with light-dark().
    banner: { js: notice },
    legalComments: 'none',
    logLevel: 'warning',
  });
}

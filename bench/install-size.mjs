// What a user installs, and what a bundler makes of a program that only logs.
// usage: node bench/install-size.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { atMost, markdownTable } from './report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** MB, and KB minified. */
const LIMITS = { tiltmeter: 25, '@tiltmeter/runtime': 0.3, bundle: 30 };
const PACKING = { tiltmeter: [], '@tiltmeter/runtime': ['--workspace', 'packages/runtime'] };

const home = mkdtempSync(join(tmpdir(), 'tiltmeter-size-'));
const rows = Object.entries(PACKING).map(([name, args]) => {
  const app = mkdtempSync(join(home, 'app-'));
  const packed = npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', app, ...args);
  const [{ filename }] = JSON.parse(packed);
  const dependencies = { [name]: `file:${join(app, filename)}` };
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, dependencies }));
  npm(app, 'install', '--prefer-offline', '--no-audit', '--no-fund');
  const modules = join(app, 'node_modules');
  const packages = readdirSync(modules).filter((entry) => !entry.startsWith('.')).length;
  const mb = sizeOf(modules) / 1e6;
  const shown = mb < 1 ? `${Math.round(mb * 1000)} KB` : `${mb.toFixed(1)} MB`;
  return [`npm i ${name}`, packages, shown, atMost(mb, LIMITS[name], ' MB')];
});

const { outputFiles } = await build({
  stdin: {
    contents: `import { createLogger } from '@tiltmeter/runtime'; createLogger({ realm: 'dev', worker: 'core' }).info('hi');`,
    resolveDir: root,
  },
  bundle: true,
  minify: true,
  write: false,
  platform: 'node',
  format: 'esm',
});
const kb = outputFiles[0].contents.length / 1000;
rows.push([
  'a program that only logs, by esbuild',
  1,
  `${kb.toFixed(1)} KB`,
  atMost(kb, LIMITS.bundle, ' KB'),
]);
rmSync(home, { recursive: true });

console.log('### Size\n');
console.log(markdownTable(['what', 'packages', 'size', 'target'], rows));
console.log(
  '\nWithout peers: `aws-cdk-lib`, `constructs` and what only some verbs need are installed by who uses them.',
);

function npm(cwd, ...args) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', maxBuffer: 1e8 });
}

function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

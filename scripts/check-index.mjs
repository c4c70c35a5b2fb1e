// Writes the table of checks into docs/checks.md, from the checks themselves: node scripts/check-index.mjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const entry = fileURLToPath(new URL('../lib/rehearsal/checks/index.ts', import.meta.url));
const { outputFiles } = buildSync({
  entryPoints: [entry],
  bundle: true,
  platform: 'node',
  packages: 'external',
  write: false,
});
const bundled = { exports: {} };
const require = createRequire(import.meta.url);
new Function('module', 'exports', 'require', outputFiles[0].text)(bundled, bundled.exports, require);
const { CHECKS } = bundled.exports;

const rows = CHECKS.map(
  ({ code, severity, rule, consequence }) =>
    `| [\`${code}\`](checks/${code}.md) | ${severity} | ${rule} | ${consequence} |`,
);
const page = new URL('../docs/checks.md', import.meta.url);
const [head, rest] = readFileSync(page, 'utf8').split('<!-- checks -->\n');
const [, tail] = rest.split('<!-- /checks -->');
const table = [
  '| code | severity | what must hold | what happens when it does not |',
  '| --- | --- | --- | --- |',
  ...rows,
];
writeFileSync(page, `${head}<!-- checks -->\n${table.join('\n')}\n<!-- /checks -->${tail}`);

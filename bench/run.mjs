// Runs the benchmarks and writes docs/benchmarks.md. Every section is a script of its own that prints Markdown.
// usage: npm --prefix bench ci && npm run bench [-- SCRIPT…]   (only these sections; the others stay as they are)
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';

/** In the order of the page. */
const CHAPTERS = {
  'The engine': ['filter-pattern', 'simulate', 'rehearse', 'readings', 'suggest'],
  'The runtime': ['runtime-logger', 'runtime-metrics', 'runtime-otlp', 'runtime-load', 'install-size'],
  'The constructs': ['constructs'],
  'The functions': ['alert-dispatcher'],
  'User events': ['user-events'],
};
/** What the sections share. */
const HELPERS = ['run', 'report', 'runtime-compare'];

const HEAD = `# Benchmarks

Written by \`npm run bench\`. Rivals are measured in the same run, in turns; a number is the median of its rounds unless
it says otherwise. Machines differ: compare ratios, not seconds. A target that is missed says by how much.`;

const here = import.meta.dirname;
const page = join(here, '../docs/benchmarks.md');
const scripts = readdirSync(here)
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => basename(name, '.mjs'))
  .filter((name) => !HELPERS.includes(name));
const known = Object.values(CHAPTERS).flat();
const homeless = scripts.filter((name) => !known.includes(name));
if (homeless.length > 0) fail(`bench/run.mjs has no chapter for ${homeless.join(', ')}`);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !scripts.includes(name));
if (unknown.length > 0) fail(`unknown section ${unknown.join(', ')}, allowed: ${scripts.join(', ')}`);

const silent = [];
for (const name of known.filter((one) => scripts.includes(one))) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const section = measure(name);
  if (section === undefined) silent.push(name);
  else writeFileSync(page, pageOf(sectionsOf(page).set(name, section)));
}
if (silent.length > 0) fail(`these printed no table, their sections are as they were: ${silent.join(', ')}`);

// --- internal ---

/** The Markdown of one section, with where and when it was measured; undefined when there is none. */
function measure(name) {
  console.error(`bench/${name}.mjs …`);
  const { stdout } = spawnSync(process.execPath, [join(here, `${name}.mjs`)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A script may exit with 1 because a limit was missed; then it has said so in its table.
  if (!stdout.includes('| --- |') && !stdout.includes('|---|')) return undefined;
  const [{ model }] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const where = `Node ${process.versions.node}, ${cpus().length} x ${model}, ${date}`;
  return `${stdout.trim()}\n\n<sub>bench/${name}.mjs: ${where}</sub>`;
}

/** The sections of a page that was written before. */
function sectionsOf(path) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return new Map(
    [...text.matchAll(/<!-- (\S+) -->\n\n([\s\S]*?)\n\n<!-- end -->/g)].map(([, name, body]) => [name, body]),
  );
}

function pageOf(sections) {
  const chapters = Object.entries(CHAPTERS).flatMap(([title, names]) => {
    const own = names.filter((name) => sections.has(name));
    const bodies = own.map((name) => `<!-- ${name} -->\n\n${sections.get(name)}\n\n<!-- end -->`);
    return own.length > 0 ? [`## ${title}`, ...bodies] : [];
  });
  return `${[HEAD, ...chapters].join('\n\n')}\n`;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

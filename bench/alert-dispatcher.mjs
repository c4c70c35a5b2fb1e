// What the functions cost: an alert's way from text to payloads, and the bundles' size and time to load.
// usage: npm run build && node bench/alert-dispatcher.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { atMost, markdownTable } from './report.mjs';

const root = join(import.meta.dirname, '..');
const LIMITS = { alertMs: 1, bundleBytes: 100_000, requireMs: 30 };

const core = loadCore();
const { messages } = JSON.parse(readFileSync(join(root, 'test/vectors/alerts.json'), 'utf8'));
const alarm = messages[0].message;
const cases = [
  ...messages.map(({ name, message }) => [
    name,
    typeof message === 'string' ? message : JSON.stringify(message),
  ]),
  ['256 KB of text', 'disk is full '.repeat(20_000)],
  ['256 KB alarm', JSON.stringify({ ...alarm, AlarmDescription: 'disk is full '.repeat(20_000) })],
];
const alerts = cases.map(([name, text]) => ({ name, ms: least(21, () => perCall(() => tell(text))) }));
const bundles = readdirSync(join(root, 'dist/lambda')).map((name) => {
  const file = join(root, 'dist/lambda', name, 'index.js');
  return { name, bytes: statSync(file).size, requireMs: least(11, () => requireMs(file)) };
});

const slowest = alerts.toSorted((a, b) => b.ms - a.ms)[0];
const plain = alerts[0];
const alertRow = (title, { name, ms }) => [
  `${title}: ${name}`,
  `${ms.toFixed(3)} ms`,
  atMost(ms, LIMITS.alertMs, ' ms'),
];

console.log(`### The functions

An alert's way from its text to the payloads of all ${Object.keys(core.CHANNEL_KINDS).length} kinds of channel; the least of 21 rounds.

${markdownTable(
  ['alert', 'time', 'limit'],
  [alertRow('an alarm', plain), alertRow(`the slowest of ${alerts.length}`, slowest)],
)}

The minified bundles, without the SDK that Lambda has, and how long \`require\` takes in a new process; the least of 11.

${markdownTable(
  ['function', 'size', 'limit', 'require', 'limit'],
  bundles.map(({ name, bytes, requireMs }) => [
    name,
    `${(bytes / 1_000).toFixed(1)} KB`,
    atMost(bytes / 1_000, LIMITS.bundleBytes / 1_000, ' KB'),
    `${requireMs.toFixed(1)} ms`,
    atMost(requireMs, LIMITS.requireMs, ' ms'),
  ]),
)}`);

/** One message read and rendered for every kind of channel. */
function tell(text) {
  const alert = core.readAlert(text, { severity: 'page', id: 'm', at: 0 });
  for (const kind of Object.values(core.CHANNEL_KINDS))
    kind.post(alert, { url: 'https://a.example', key: 'k' });
}

/** The functions' own modules are only in their bundles; this makes one of the core alone. */
function loadCore() {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-bench-'));
  const outfile = join(folder, 'core.cjs');
  const contents = `export * from './read-alert'; export * from './channels';`;
  const resolveDir = join(root, 'lambda/alert-dispatcher');
  buildSync({
    stdin: { contents, resolveDir, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  const loaded = createRequire(import.meta.url)(outfile);
  rmSync(folder, { recursive: true });
  return loaded;
}

/** In a process of its own, from the start of require to its end. */
function requireMs(file) {
  const script = `const t = performance.now(); require(${JSON.stringify(file)}); console.log(performance.now() - t)`;
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

function perCall(call) {
  const start = performance.now();
  for (let i = 0; i < 20; i += 1) call();
  return (performance.now() - start) / 20;
}

/** The least of all rounds: whatever else runs on the machine only adds. */
function least(rounds, measure) {
  return Math.min(...Array.from({ length: rounds }, measure));
}

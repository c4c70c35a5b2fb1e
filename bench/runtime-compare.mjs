// Compares variants of one job: a process each, rounds interleaved, medians and their ratios as Markdown.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { atLeast, atMost, markdownTable, median } from './report.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const RESULT_FD = 3;

/**
 * In the parent: runs every variant in processes of its own, with stdout at /dev/null, and returns rows.
 * In such a process (`node script.mjs --variant NAME`): prepares the variant and measures it.
 * @param variants name to a function that prepares and returns the operation to measure.
 * @returns nanoseconds an operation by name, in the parent.
 */
export async function compare(script, variants, { operations, warmUp = operations / 10 }) {
  const chosen = argument('--variant');
  if (chosen !== undefined) {
    await measure(variants[chosen], operations, warmUp);
    process.exit(0);
  }
  const samples = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of Object.keys(variants)) samples[name].push(await runOne(script, name));
  }
  return Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, median(list)]));
}

/**
 * A table of processor times, and how often the reference's time each rival takes.
 * @param targets By name: for a rival the least ratio, for the reference the most nanoseconds.
 * @param packages By name: the package whose version is shown.
 */
export function table(title, times, reference, targets = {}, packages = {}) {
  const rows = Object.entries(times).map(([name, ns]) => {
    const ratio = ns / times[reference];
    const own = name === reference ? atMost(ns, targets[name], ' ns') : undefined;
    const verdict = own ?? (targets[name] === undefined ? '' : atLeast(ratio, targets[name], 'x'));
    const version = packages[name] === undefined ? '' : ` ${versionOf(packages[name])}`;
    const time = ns < 1000 ? `${ns.toFixed(1)} ns` : `${(ns / 1000).toFixed(2)} us`;
    return [name + version, time, `${ratio.toFixed(2)}x`, verdict];
  });
  return `### ${title}\n\n${markdownTable(['variant', 'time', 'against tiltmeter', 'target'], rows)}\n`;
}

/** Of an installed rival. */
export function versionOf(name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

export const isParent = () => argument('--variant') === undefined;

// --- internal ---

function argument(name) {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}

async function measure(prepare, operations, warmUp) {
  const { run, finish, waits = false } = await prepare();
  for (let n = 0; n < warmUp; n += 1) {
    const done = run(n);
    if (waits) await done;
  }
  const start = process.cpuUsage();
  if (waits)
    for (let n = 0; n < operations; n += 1) {
      const done = run(n);
      if (done !== undefined) await done;
    }
  else for (let n = 0; n < operations; n += 1) run(n);
  await finish?.();
  // processor time, user and system: what a busy neighbour takes from the machine is not in it
  const { user, system } = process.cpuUsage(start);
  writeSync(RESULT_FD, String(((user + system) * 1000) / operations));
}

function runOne(script, name) {
  return new Promise((resolve, reject) => {
    const devNull = openSync('/dev/null', 'w');
    const child = spawn(process.execPath, [fileURLToPath(script), '--variant', name], {
      stdio: ['ignore', devNull, 'inherit', 'pipe'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    closeSync(devNull);
    let text = '';
    child.stdio[RESULT_FD].on('data', (data) => {
      text += data;
    });
    child.on('close', (code) =>
      code === 0 && text !== ''
        ? resolve(Number(text))
        : reject(new Error(`${name} ended with code ${code}`)),
    );
  });
}

// What it costs to have the runtime: load time and memory, size, an idle worker, a reader that lags.
// usage: node bench/runtime-load.mjs
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { atMost, markdownTable, median } from './report.mjs';
import { versionOf } from './runtime-compare.mjs';

const require = createRequire(import.meta.url);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const RUNTIME = process.env.TILTMETER_RUNTIME ?? at('../dist/lib/runtime/index.js');

/** Of tiltmeter: ms, MB, KB. */
const LIMITS = { require: 10, memory: 2, minified: 25, idle: 0.3, stall: 40 };

const libraries = { tiltmeter: RUNTIME };
for (const name of ['pino', 'winston', '@aws-lambda-powertools/logger', 'prom-client', 'hot-shots']) {
  libraries[name] = require.resolve(name);
}
const rows = [];
for (const [name, path] of Object.entries(libraries)) {
  const own = name === 'tiltmeter';
  const samples = Array.from({ length: 15 }, () => load(path));
  // a busy machine only ever adds to the time
  const ms = Math.min(...samples.map((sample) => sample.ms));
  const mb = median(samples.map((sample) => sample.mb));
  const { minified, gzip } = await size(path, own);
  const limits = [
    `require ${atMost(ms, LIMITS.require, ' ms')}`,
    `memory ${atMost(mb, LIMITS.memory, ' MB')}`,
    `minified ${atMost(minified / 1000, LIMITS.minified, ' KB')}`,
  ];
  rows.push([
    own ? name : `${name} ${versionOf(name)}`,
    `${ms.toFixed(1)} ms`,
    `${mb.toFixed(1)} MB`,
    `${(minified / 1000).toFixed(1)} KB`,
    `${(gzip / 1000).toFixed(1)} KB`,
    own ? limits.join('; ') : '',
  ]);
}
console.log('### Load\n');
console.log(markdownTable(['library', 'require', 'memory', 'minified', 'gzip', 'target'], rows));
console.log(
  '\nThe least time and the median memory of 15 processes. The size of tiltmeter is without the parts that are loaded on first use (the files lazy.ts).\n',
);
console.log(await idle());
console.log(await laggingReader());

function load(path) {
  const code = `const m = process.memoryUsage.rss(), t = performance.now(); require(${JSON.stringify(path)}); console.log(JSON.stringify({ ms: performance.now() - t, mb: (process.memoryUsage.rss() - m) / 1e6 }))`;
  return JSON.parse(
    execFileSync(process.execPath, ['-e', code], { env: { ...process.env, NODE_NO_WARNINGS: '1' } }),
  );
}

async function size(path, own) {
  const lazyParts = {
    name: 'lazy',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ importer, kind, path }) =>
        importer.endsWith('/lazy.ts') && kind === 'require-call' ? { path, external: true } : undefined,
      );
    },
  };
  const { outputFiles } = await build({
    entryPoints: [own ? at('../lib/runtime/index.ts') : path],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    external: ['@aws-sdk/*', 'unix-dgram'],
    plugins: own ? [lazyParts] : [],
  });
  return { minified: outputFiles[0].contents.length, gzip: gzipSync(outputFiles[0].contents).length };
}

/** CPU time of a worker with heartbeat and worker metrics that has nothing to do. */
async function idle() {
  const code = `
    const { startWorker, workerOptions } = require(${JSON.stringify(RUNTIME)});
    const worker = startWorker(workerOptions(['-r', 'dev', '-w', 'core', '-b', '30', '--log', '/dev/null'], { LAVA_CW_METRICS_WORKER: '1' }), { sqs: async () => ({ messages: 0, notvisible: 0 }) });
    setTimeout(() => {
      const before = process.cpuUsage();
      setTimeout(() => {
        const { user, system } = process.cpuUsage(before);
        console.log(((user + system) / 20e6) * 100);
        process.exit(0);
      }, 20000);
    }, 1000);`;
  const percent = Number(await output(process.execPath, ['-e', code]));
  const row = ['heartbeat and worker metrics', `${percent.toFixed(3)} %`, atMost(percent, LIMITS.idle, ' %')];
  return `### Idle worker\n\n${markdownTable(['worker with', 'share of a core', 'target'], [row])}\n`;
}

/**
 * 50,000 records to a pipe whose reader takes 64 KiB every 2 ms: one that `console.log` has made non-blocking, and one as
 * a shell, Docker and systemd give it, on which a write waits for as long as its reader does.
 */
async function laggingReader() {
  const rows = [];
  const writers = {
    tiltmeter: `const l = require(${JSON.stringify(RUNTIME)}).createLogger({ realm: 'dev', worker: 'core', destination: 'stdout' }); write = (n) => l.info('record', { n });`,
    'pino sync': `const l = require(${JSON.stringify(require.resolve('pino'))})({}, require(${JSON.stringify(require.resolve('pino'))}).destination({ dest: 1, sync: true })); write = (n) => l.info({ n }, 'record');`,
  };
  for (const [name, prepare] of Object.entries(writers)) {
    for (const isTouched of [true, false]) {
      const code = `${isTouched ? "console.log('touched');" : ''} let write; ${prepare}
        let worst = 0; const start = performance.now();
        for (let n = 0; n < 50000; n += 1) { const t = performance.now(); write(n); worst = Math.max(worst, performance.now() - t); }
        require('fs').writeSync(2, JSON.stringify({ worst, all: performance.now() - start }));`;
      const { text, lines } = await lag(code, isTouched);
      const { worst, all } = JSON.parse(text);
      const lost = 50_000 - lines;
      const target =
        name === 'tiltmeter' ? `${atMost(worst, LIMITS.stall, ' ms')}; lost ${atMost(lost, 0)}` : '';
      const shown = name === 'tiltmeter' ? name : `${name} ${versionOf('pino')}`;
      const pipe = isTouched ? 'after console.log' : 'untouched';
      rows.push([shown, pipe, `${worst.toFixed(1)} ms`, `${(all / 1000).toFixed(2)} s`, lost, target]);
    }
  }
  const columns = ['writer', 'pipe', 'worst call', '50,000 records', 'lost', 'target'];
  return `### A reader that lags\n\n${markdownTable(columns, rows)}\n`;
}

function lag(code, isTouched) {
  return new Promise((resolve) => {
    // what spawn makes is no pipe but a socket; a shell makes one
    const shell = isTouched ? 'exec "$0" -e "$CODE"' : '"$0" -e "$CODE" | cat';
    const child = spawn('/bin/sh', ['-c', shell, process.execPath], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CODE: code },
    });
    let text = '';
    let lines = isTouched ? -1 : 0;
    child.stderr.on('data', (data) => {
      text += data;
    });
    const pace = setInterval(() => {
      const chunk = child.stdout.read(65_536) ?? child.stdout.read();
      if (chunk) lines += chunk.toString('latin1').split('\n').length - 1;
    }, 2);
    child.on('close', () => {
      clearInterval(pace);
      for (let chunk = child.stdout.read(); chunk; chunk = child.stdout.read())
        lines += chunk.toString('latin1').split('\n').length - 1;
      resolve({ text, lines });
    });
  });
}

function output(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
    });
    child.on('close', () => resolve(text));
  });
}

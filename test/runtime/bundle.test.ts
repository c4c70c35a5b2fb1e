import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const OPTIONS = {
  entryPoints: [join(__dirname, '../../lib/runtime/index.ts')],
  bundle: true,
  minify: true,
  metafile: true,
  platform: 'node' as const,
  format: 'cjs' as const,
} satisfies BuildOptions;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-bundle-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what a worker loads with the runtime is at most 25 KB, minified', async () => {
  const lazyParts: Plugin = {
    name: 'lazy',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ importer, kind, path }) =>
        importer.endsWith('/lazy.ts') && kind === 'require-call' ? { path, external: true } : undefined,
      );
    },
  };
  const { outputFiles } = await build({ ...OPTIONS, write: false, plugins: [lazyParts] });
  expect(outputFiles[0]!.contents.length).toBeLessThanOrEqual(25_000);
});

test('one bundled file is a whole runtime: no dependency, no add-on, no worker, nothing left to resolve', async () => {
  const outfile = join(folder, 'app.js');
  const { metafile } = await build({ ...OPTIONS, outfile });
  const imports = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const foreign = imports.filter((path) => !builtinModules.includes(path.replace(/^node:/, '')));
  expect(foreign).toEqual([]);
  expect(imports).not.toContain('node:worker_threads');
  const code = `
    const { startWorker, workerOptions, servePrometheus, parseMarker } = require('./app.js');
    const worker = startWorker(workerOptions(['-r', 'dev', '-w', 'core', '--log-json', '--log=stdout'], {}));
    worker.transaction('t').started({ component: 'a', action: 'b' });
    worker.metrics.counter('Runs', {}).add();
    worker.stats.read();
    worker.close();`;
  const lines = execFileSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ message, Runs }) => message?.replace(/\d+\]/, 'N]') ?? Runs)).toEqual([
    'Worker core of realm dev is up',
    ' [marker:a_b_start:N]',
    1,
    'Worker core of realm dev is down',
  ]);
});

test('an uncaught error of the built runtime is a screen of text, and not the bundle', () => {
  const built = join(__dirname, '../../dist/lib/runtime/index.js');
  const code = `require(${JSON.stringify(built)}).workerOptions(['--nonsense'], {})`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^OptionsError: unknown option '--nonsense'; known are /m);
  expect(stderr.length).toBeLessThan(3000);
});

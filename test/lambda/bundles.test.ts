import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'tiltmeter-bundles-'));
afterAll(() => rmSync(work, { recursive: true }));

describe.each(['alert-dispatcher', 'freshness', 'job-dispatcher', 'user-events'])('%s', (name) => {
  const outfile = join(work, name, 'index.js');
  buildSync({
    entryPoints: [join(root, 'lambda', name, 'handler.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // As the build has it: what is loaded late is a bundle of its own.
    external: ['@aws-sdk/*', './lazy/*'],
    logLevel: 'error',
  });

  test('its bundle has at most 100 KB', () => {
    expect(statSync(outfile).size).toBeLessThanOrEqual(100_000);
  });

  test('its bundle exports a handler and loads neither the SDK nor HTTP with itself', () => {
    // The folder has no node_modules: a package that is loaded too early is not found.
    const script = `
      const before = process.moduleLoadList.length;
      const { handler } = require(${JSON.stringify(outfile)});
      const loaded = process.moduleLoadList.slice(before).filter((m) => /NativeModule (https?|tls|_http_client)$/.test(m));
      process.stdout.write(JSON.stringify([typeof handler, loaded]));`;
    const env = { PATH: process.env.PATH };
    const output = execFileSync(process.execPath, ['-e', script], { cwd: work, env, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual(['function', []]);
  });
});

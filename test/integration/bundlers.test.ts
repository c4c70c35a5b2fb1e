import { execFile, execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';

/** The packages as they would be published, in the tools of somebody else. */
const root = join(__dirname, '../..');
const support = join(__dirname, 'support');

const BUNDLERS = ['esbuild', 'rollup', 'webpack'];
const ENDINGS = ['mjs', 'cjs'];
const NODES = ['20', '22', '24'];
const MATRIX = BUNDLERS.flatMap((bundler) =>
  ENDINGS.flatMap((ending) => [false, true].map((minify) => ({ bundler, ending, minify }))),
);

const LOGGER_ONLY = `import { createLogger } from '@tiltmeter/runtime';
createLogger({ realm: 'prod', worker: 'reports', destination: 'stdout' }).info('hi');\n`;

let app: string;
let unbundled: string;

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'tiltmeter-bundlers-'));
  const tarballs = [
    ['tiltmeter', []],
    ['@tiltmeter/runtime', ['--workspace', 'packages/runtime']],
  ] as const;
  const own = tarballs.map(([name, args]) => [name, `file:${pack(args)}`]);
  const nodes = NODES.map((version) => [`node${version}`, `npm:node@${version}`]);
  const dependencies = { ...Object.fromEntries([...own, ...nodes]), ...TOOLS };
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await promisify(execFile)('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: app });
  for (const name of ['bundle', 'bundled-worker', 'still-clock'])
    copyFileSync(join(support, `${name}.mjs`), join(app, `${name}.mjs`));
  writeFileSync(join(app, 'logger-only.mjs'), LOGGER_ONLY);
  for (const name of ['bundled-worker', 'still-clock', 'logger-only']) {
    const source = readFileSync(join(app, `${name}.mjs`), 'utf8').replace(
      'still-clock.mjs',
      'still-clock.cjs',
    );
    writeFileSync(join(app, `${name}.cjs`), transformSync(source, { format: 'cjs' }).code);
  }
  mkdirSync(join(app, 'out'));
  unbundled = run(NODES[0]!, 'bundled-worker.mjs');
});

afterAll(() => rmSync(app, { recursive: true, force: true }));

test('unbundled, it writes the same records on each Node, whether it is required or imported', () => {
  expect(unbundled.split('\n').length).toBeGreaterThan(20);
  expect(unbundled.match(/file=\S+/g)).toEqual(Array(4).fill('file=program'));
  for (const node of NODES)
    for (const ending of ENDINGS) expect(run(node, `bundled-worker.${ending}`)).toBe(unbundled);
});

test.each(MATRIX)('$bundler, .$ending, minified: $minify: the same records, byte for byte', (shape) => {
  const { file, warnings } = bundle('bundled-worker', shape);
  expect(warnings).toEqual([]);
  // where no dependency is installed
  const alone = mkdtempSync(join(tmpdir(), 'tiltmeter-bundled-'));
  copyFileSync(file, join(alone, `app.${shape.ending}`));
  for (const node of NODES) expect(run(node, join(alone, `app.${shape.ending}`), alone)).toBe(unbundled);
  rmSync(alone, { recursive: true });
});

test.each(BUNDLERS)('%s: a program that only logs is at most 30 KB, without a warning', (bundler) => {
  const { file, warnings } = bundle('logger-only', { bundler, ending: 'mjs', minify: true });
  expect(warnings).toEqual([]);
  expect(statSync(file).size).toBeLessThanOrEqual(30_000);
  expect(JSON.parse(run(NODES[0]!, file))).toMatchObject({ message: 'hi' });
});

test('the ES modules need no CommonJS', () => {
  const folder = join(app, 'node_modules/@tiltmeter/runtime/dist');
  const modules = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const texts = [
    ...modules.map((name) => join(folder, name)),
    join(app, 'node_modules/tiltmeter/dist/lib/engine/index.mjs'),
  ]
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  expect(texts).not.toMatch(/\brequire\(|__dirname|__filename|module\.exports/);
});

test('required and imported, by either name, it has one state', () => {
  const code = `
    import { createRequire } from 'node:module';
    import * as imported from '@tiltmeter/runtime';
    import * as passedOn from 'tiltmeter/runtime';
    const require = createRequire(import.meta.url);
    const copies = [imported, passedOn, require('@tiltmeter/runtime'), require('tiltmeter/runtime')];
    const lines = [];
    const sink = { write: (line) => lines.push(JSON.parse(line)), dropped: () => 0, maxRecordBytes: 1e6 };
    const loggers = copies.map(({ createLogger }) => createLogger({ realm: 'prod', worker: 'reports', destination: { sink } }));
    for (const logger of loggers)
      logger.run({ job_id: 'cmd/x', run_id: '1' }, () => { for (const other of loggers) other.info('in the run'); });
    console.log(JSON.stringify(lines.map(({ job_id }) => job_id)));`;
  writeFileSync(join(app, 'state.mjs'), code);
  expect(JSON.parse(run(NODES[0]!, 'state.mjs'))).toEqual(Array(16).fill('cmd/x'));
});

test('the runtime is less than 300 KB, with no dependency', () => {
  const folder = join(app, 'node_modules/@tiltmeter/runtime');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  expect(bytes).toBeLessThan(300_000);
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies).toBeUndefined();
});

// --- internal ---

const TOOLS = {
  '@rollup/plugin-commonjs': '^29.0.0',
  '@rollup/plugin-node-resolve': '^16.0.0',
  '@rollup/plugin-terser': '^1.0.0',
  esbuild: '^0.28.0',
  rollup: '^4.0.0',
  webpack: '^5.0.0',
};

function pack(args: readonly string[]): string {
  const command = ['pack', '--json', '--ignore-scripts', '--pack-destination', app, ...args];
  const [{ filename }] = JSON.parse(
    execFileSync('npm', command, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }),
  );
  return join(app, filename);
}

function bundle(
  name: string,
  { bundler, ending, minify }: { bundler: string; ending: string; minify: boolean },
): { readonly file: string; readonly warnings: readonly string[] } {
  const file = join(app, `out/${name}-${bundler}-${minify}.${ending}`);
  const args = ['bundle.mjs', bundler, `${name}.${ending}`, file, String(minify)];
  const warnings = JSON.parse(execFileSync(process.execPath, args, { cwd: app, encoding: 'utf8' }));
  return { file, warnings };
}

/** What it writes. Formats that name the caller name the program's own file, whose lines a bundler moves. */
function run(node: string, file: string, cwd = app): string {
  const program = join(app, `node_modules/node${node}/bin/node`);
  const text = execFileSync(program, [file], { cwd, env: { TZ: 'UTC' }, encoding: 'utf8', maxBuffer: 1e8 });
  return text
    .replaceAll(new RegExp(`file=${basename(file)} file_no=[1-9]\\d*`, 'g'), 'file=program')
    .replaceAll(/ original_bytes=\d+/g, ' original_bytes=…');
}

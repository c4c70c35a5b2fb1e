// Builds dist/: TypeScript to CommonJS with types, one bundle a Lambda function, the console page, the script of pages.
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { buildConsolePage } from './build/console-page.mjs';
import { finish } from './build/finish.mjs';
import { buildPageScript } from './build/page-script.mjs';
import { BUNDLE, buildRuntimePackage } from './build/runtime-package.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

// Everything is finished before a failure ends the build, or a half-written bundle would stay behind.
const built = await Promise.allSettled([
  compile(),
  buildPageScript(root),
  ...lambdaNames().map(bundleFunction),
]);
const failures = built.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
for (const { stdout, message } of failures) console.error(stdout || message);
if (failures.length > 0) process.exit(1);

await buildRuntimePackage(root);
await bundle('lib/engine/index', { format: 'esm', outExtension: { '.js': '.mjs' } });
writeFileSync(join(dist, 'lib/engine/index.d.mts'), "export * from './index.js';\n");

// Over what the compiler wrote: opening a hundred small files takes longer than running them, and a small incident is
// rehearsed in less time than its modules would take to load one by one.
await bundle('lib/cli/rehearse/rehearse', {
  format: 'cjs',
  external: ['aws-cdk-lib/*'],
  plugins: ['lib/realm', 'lib/page'].map((folder) => leftOutside('lib/cli/rehearse', folder)),
});

// What reads Markdown goes into the one file that uses it; it is MIT, and its notice goes where its code goes.
await bundle('lib/page/dashboard/markdown-html', {
  format: 'cjs',
  external: ['../html'],
  banner: {
    js: `/*! markdown-it\n${readFileSync(join(root, 'node_modules/markdown-it/LICENSE'), 'utf8').trim()}\n*/`,
  },
});

// npm makes a program executable when it links it, which npx does once for a directory and not for each build.
chmodSync(join(dist, 'bin/tiltmeter.js'), 0o755);

await buildConsolePage(root);

// What is written as declarations the compiler reads, and leaves where it is.
for (const name of ['jest-globals', 'vitest'])
  cpSync(join(root, `lib/testing/${name}.d.ts`), join(dist, `lib/testing/${name}.d.ts`));

// --- internal ---

async function compile() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')]);
}

function lambdaNames() {
  return readdirSync(join(root, 'lambda'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'lambda', entry.name, 'handler.ts')))
    .map((entry) => entry.name);
}

/** Beside, or over, what the compiler wrote. What loads lazily is in the bundle, but waits to be evaluated. */
async function bundle(module, options) {
  const outdir = join(dist, dirname(module));
  await build({ ...BUNDLE, entryPoints: [join(root, `${module}.ts`)], outdir, ...options });
  finish(join(dist, `${module}${options.outExtension?.['.js'] ?? '.js'}`));
}

/** One of our own folders that a bundle in `from` requires where it stands, instead of taking it in. */
function leftOutside(from, folder) {
  return {
    name: `left outside: ${folder}`,
    setup({ onResolve }) {
      onResolve({ filter: new RegExp(`/${basename(folder)}$`) }, ({ path, resolveDir }) =>
        join(resolveDir, path) === join(root, folder)
          ? { path: relative(join(root, from), join(root, folder)), external: true }
          : undefined,
      );
    },
  };
}

/**
 * The Lambda runtime ships the AWS SDK v3, so the bundles leave it out and stay small. What a function loads late is in
 * its folder `lazy`, each file a bundle of its own, so that a cold start does not read it.
 */
async function bundleFunction(name) {
  const folder = join(root, 'lambda', name);
  const late = existsSync(join(folder, 'lazy')) ? readdirSync(join(folder, 'lazy')) : [];
  await build({
    entryPoints: [
      { in: join(folder, 'handler.ts'), out: 'index' },
      ...late.map((file) => ({ in: join(folder, 'lazy', file), out: join('lazy', basename(file, '.ts')) })),
    ],
    outdir: join(dist, 'lambda', name),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['@aws-sdk/*', './lazy/*'],
    legalComments: 'none',
    logLevel: 'warning',
  });
}

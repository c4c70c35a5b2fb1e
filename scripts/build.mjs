// Builds dist/: TypeScript to CommonJS with types, one bundle a Lambda function, the console page.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

await Promise.all([compile(), ...lambdaNames().map(bundle)]);
if (existsSync(join(root, 'console')))
  cpSync(join(root, 'console'), join(dist, 'console'), { recursive: true });

// --- internal ---

async function compile() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
}

function lambdaNames() {
  return readdirSync(join(root, 'lambda'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'lambda', entry.name, 'handler.ts')))
    .map((entry) => entry.name);
}

/** The Lambda runtime ships the AWS SDK v3, so the bundles leave it out and stay small. */
async function bundle(name) {
  await build({
    entryPoints: [join(root, 'lambda', name, 'handler.ts')],
    outfile: join(dist, 'lambda', name, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['@aws-sdk/*'],
    legalComments: 'none',
    logLevel: 'warning',
  });
}

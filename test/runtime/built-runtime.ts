import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(__dirname, '../..');

/**
 * Bundles the runtime for tests that need real processes, each file on its own: `index.js`, and `syslog-sink.js`
 * for its seam.
 * @returns Environment in which a process finds what the bundles leave out.
 */
export async function buildRuntime(folder: string): Promise<{ readonly NODE_PATH: string }> {
  await build({
    entryPoints: {
      index: join(ROOT, 'lib/runtime/index.ts'),
      'syslog-sink': join(ROOT, 'lib/runtime/syslog/syslog-sink.ts'),
    },
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['@aws-sdk/*'],
    // NODE_PATH is for require alone
    supported: { 'dynamic-import': false },
  });
  return { NODE_PATH: join(ROOT, 'node_modules') };
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of this package: the same whether the code runs compiled from dist/ or from its sources. */
export function packageRoot(from: string = __dirname): string {
  for (let directory = from; ; directory = dirname(directory)) {
    const manifest = join(directory, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === PACKAGE) return directory;
    if (directory === dirname(directory)) {
      throw new Error(
        `no package.json named ${PACKAGE} above ${from}; install the package as it was published`,
      );
    }
  }
}

/** The directory of a bundled Lambda function, ready for Code.fromAsset. */
export function lambdaBundle(name: string, root: string = packageRoot()): string {
  const bundle = join(root, 'dist', 'lambda', name);
  if (!existsSync(join(bundle, 'index.js'))) {
    throw new Error(`no bundle of function ${name}, got nothing at ${bundle}; run npm run build first`);
  }
  return bundle;
}

// --- internal ---

const PACKAGE = 'tiltmeter';

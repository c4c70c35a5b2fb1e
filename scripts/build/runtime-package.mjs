import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleDeclarations } from './declarations.mjs';
import { buildEsModules } from './es-modules.mjs';
import { finish } from './finish.mjs';
import { publicNames } from './public-names.mjs';

/** How what is published is bundled. Names stay, for stack traces; not so in the runtime, which is to be small. */
export const BUNDLE = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  // one character beyond Latin-1 would have V8 keep two bytes for each of the whole file
  charset: 'ascii',
  logLevel: 'warning',
};

/**
 * packages/runtime/dist, of what the compiler has written to dist/: CommonJS, ES modules, types. `dist/lib/runtime`
 * then passes on what that package exports, so that both names are one module.
 */
export async function buildRuntimePackage(root) {
  const folder = join(root, 'lib/runtime');
  const dist = join(root, 'packages/runtime/dist');
  rmSync(dist, { recursive: true, force: true });
  // errors and classes that are seen say their names themselves
  const options = { ...BUNDLE, minifyIdentifiers: true };
  await Promise.all([
    build({
      ...options,
      entryPoints: [`${folder}/index.ts`],
      outfile: `${dist}/index.js`,
      format: 'cjs',
      // once, not again for each source file
      banner: { js: '"use strict";' },
      tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
    }),
    buildEsModules(folder, dist, options),
  ]);
  for (const name of readdirSync(dist)) finish(join(dist, name));
  removeEmpty(dist);
  writeTypes(folder, join(root, 'dist/lib/runtime'), dist);
  passOn(join(root, 'dist/lib/runtime/index'), '@tiltmeter/runtime');
}

/** A module that is another package's, for CommonJS and ES modules. */
export function passOn(path, name) {
  writeFileSync(`${path}.js`, `module.exports = require('${name}');\n`);
  for (const ending of ['mjs', 'd.ts', 'd.mts'])
    writeFileSync(`${path}.${ending}`, `export * from '${name}';\n`);
}

// --- internal ---

/** Modules that were asked for their effects alone, of which none has any. */
function removeEmpty(folder) {
  for (const path of readdirSync(folder).map((name) => join(folder, name)))
    if (statSync(path).size === 0) rmSync(path);
}

/** All in one file: what nobody can name is not in it. */
function writeTypes(folder, compiled, to) {
  const exports = publicNames(folder).map(({ name, path }) => [name, join(compiled, path)]);
  writeFileSync(join(to, 'index.d.ts'), bundleDeclarations(exports));
  writeFileSync(join(to, 'index.d.mts'), "export * from './index.js';\n");
}

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { buildEsModules } from './es-modules.mjs';
import { finish } from './finish.mjs';

/** How what is published is bundled. Names stay, for stack traces. */
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
  await Promise.all([
    build({ ...BUNDLE, entryPoints: [`${folder}/index.ts`], outfile: `${dist}/index.js`, format: 'cjs' }),
    // mostly read by bundlers, whose stack traces name nothing anyway
    buildEsModules(folder, dist, { ...BUNDLE, minifyIdentifiers: true }),
  ]);
  for (const name of readdirSync(dist)) finish(join(dist, name));
  writeTypes(join(root, 'dist'), dist);
  passOn(join(root, 'dist/lib/runtime/index'), '@tiltmeter/runtime');
}

/** A module that is another package's, for CommonJS and ES modules. */
export function passOn(path, name) {
  writeFileSync(`${path}.js`, `module.exports = require('${name}');\n`);
  for (const ending of ['mjs', 'd.ts', 'd.mts'])
    writeFileSync(`${path}.${ending}`, `export * from '${name}';\n`);
}

// --- internal ---

/** The declarations of the index, and those below it that it needs. */
function writeTypes(from, to) {
  for (const file of declarations(join(from, 'lib/runtime/index.d.ts'))) {
    const copy = join(to, relative(from, file));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(file, copy);
  }
  writeFileSync(join(to, 'index.d.ts'), "export * from './lib/runtime/index';\n");
  writeFileSync(join(to, 'index.d.mts'), "export * from './index.js';\n");
}

/** A declaration file and all that it imports. */
function declarations(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()["'](\.[^"']+)["']/g))
    declarations(`${join(dirname(file), path)}.d.ts`, found);
  return found;
}

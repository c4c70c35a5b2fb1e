import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { build } from 'esbuild';
import { lazyParts, partPath, publicNames } from './public-names.mjs';

/**
 * The runtime as ES modules: one file for each of its folders that has public functions, what they share, and an
 * index. A bundler drops whole files that a program does not use, which needs no proof that their statements have no
 * effect; a single file would cost each worker all of them.
 */
export async function buildEsModules(folder, outdir, options) {
  const facades = facadesOf(folder);
  await build({
    ...options,
    entryPoints: Object.fromEntries([...facades.keys()].map((name) => [name, `facade:${name}`])),
    outdir,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    chunkNames: 'shared-[hash]',
    splitting: true,
    plugins: [virtualFacades(folder, facades), lazyAsImports(folder)],
  });
}

// --- internal ---

/** Source text of the index and of one module a folder, made of what lib/runtime/index.ts exports. */
function facadesOf(folder) {
  const exported = new Map();
  for (const { name, path } of publicNames(folder).filter(({ isType }) => !isType)) {
    const facade = path.split('/')[1].replace(/\.ts$/, '');
    exported.set(facade, [...(exported.get(facade) ?? []), { name, path }]);
  }
  const facades = new Map([...exported].map(([facade, members]) => [facade, reExports(members)]));
  const index = [...exported].map(([facade, members]) => {
    const names = members.map(({ name }) => name).join(', ');
    return `export { ${names} } from 'facade:${facade}';`;
  });
  return facades.set('index', index.join('\n'));
}

const reExports = (members) =>
  members.map(({ name, path }) => `export { ${name} } from '${path}';`).join('\n');

function virtualFacades(folder, facades) {
  return {
    name: 'facades',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^facade:/ }, ({ path }) => ({ path: path.slice(7), namespace: 'facade' }));
      onLoad({ filter: /./, namespace: 'facade' }, ({ path }) => ({
        contents: facades.get(path),
        resolveDir: folder,
      }));
    },
  };
}

/** What CommonJS loads on first use becomes an import: an ES module cannot load another in the middle of a call. */
function lazyAsImports(folder) {
  const parts = lazyParts(folder);
  return {
    name: 'lazy parts as imports',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!path.startsWith(folder)) return undefined;
        const contents = withImports(readFileSync(path, 'utf8'), path, parts);
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}

/** `lazy.metrics().createMetrics(…)` -> an import of `createMetrics`, and its call. */
function withImports(source, file, parts) {
  const imports = new Map();
  const text = source.replace(/\blazy\s*\.(\w+)\(\)\s*\.(\w+)/g, (_, part, member) => {
    const to = relative(dirname(file), partPath(parts, part, file));
    const from = to.startsWith('.') ? to : `./${to}`;
    imports.set(member, `import { ${member} as lazy_${member} } from '${from}';`);
    return `lazy_${member}`;
  });
  if (/\blazy\s*\.\w+\(\)/.test(text))
    throw new Error(`${file}: call members of lazy parts, as lazy.part().member()`);
  return `${[...imports.values()].join(' ')}${text}`;
}

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What the runtime exports: { name, path: './folder/file', isType }; what optional.ts wraps is taken from its part. */
export function publicNames(folder) {
  const parts = lazyParts(folder);
  const index = readFileSync(join(folder, 'index.ts'), 'utf8');
  const optional = readFileSync(join(folder, 'optional.ts'), 'utf8');
  const direct = [...index.matchAll(/^export (type )?\{([^}]+)\} from '([^']+)'/gm)].flatMap(
    ([, isType, list, path]) =>
      list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((name) => ({
          name: name.replace(/^type /, ''),
          path,
          isType: Boolean(isType) || name.startsWith('type '),
        })),
  );
  const wrapped = [...optional.matchAll(/lazy\s*\.(\w+)\(\)\s*\.(\w+)/g)].map(([, part, name]) => ({
    name,
    path: `./${relative(folder, partPath(parts, part, 'optional.ts'))}`,
    isType: false,
  }));
  return [...direct, ...wrapped];
}

/** The name of each lazy part, which the folders' lazy.ts give it, and the file that it stands for. */
export function lazyParts(folder) {
  const parts = new Map();
  for (const path of readdirSync(folder, { recursive: true }).filter((name) =>
    /(^|\/)lazy\.ts$/.test(name),
  )) {
    const file = join(folder, path);
    const source = readFileSync(file, 'utf8');
    for (const [, name, target] of source.matchAll(/(\w+): \(\) =>\s+require\('([^']+)'\)/g)) {
      const module = join(dirname(file), target);
      if ((parts.get(name) ?? module) !== module) throw new Error(`${file}: ${name} is two different parts`);
      parts.set(name, module);
    }
  }
  return parts;
}

export function partPath(parts, part, file) {
  const path = parts.get(part);
  if (path === undefined) throw new Error(`${file}: no lazy.ts has the part '${part}'`);
  return path;
}

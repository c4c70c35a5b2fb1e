import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * One declaration file of what is exported, and of what that names, comments included: what the compiler writes for each
 * source file has imports, and much that nobody can reach. It relies on how the compiler lays declarations out: each begins
 * in the first column. The libraries that do this bring a TypeScript of their own along, whose `tsc` takes the place of ours.
 * @param exports [name, path of a declaration file without its ending] of everything that is exported
 */
export function bundleDeclarations(exports) {
  const read = reader();
  const taken = new Map();
  const foreign = new Set();
  const wanted = exports.map(([name, file]) => ({ name, file }));
  for (const { name, file } of wanted) {
    const { imports, declarations } = read(file);
    const { from, line } = imports.get(name) ?? {};
    if (from) wanted.push({ name, file: from });
    if (line) foreign.add(line);
    const text = declarations.get(name);
    const known = taken.get(name);
    if (text === undefined || known?.text === text) continue;
    if (known) throw new Error(`${name} is declared in ${known.file} and in ${file}: rename one of them`);
    taken.set(name, { file, text });
    for (const named of text.replace(COMMENT, '').match(/[A-Za-z_$][\w$]*/g))
      wanted.push({ name: named, file });
  }
  const texts = [...taken.values()].map(({ text }) => narrow(orUndefined(text)));
  const names = [...new Set(exports.map(([name]) => name))].sort().join(', ');
  return ['/// <reference types="node" />', ...foreign, ...texts, `export { ${names} };`, ''].join('\n');
}

/**
 * `?: T` of an object -> `?: T | undefined`: whoever compiles with exactOptionalPropertyTypes may hand over what may not be
 * there.
 */
export function orUndefined(text) {
  let result = '';
  let from = 0;
  for (const { index, 0: start } of text.matchAll(/^ +(?:readonly )?[\w$]+\?: /gm)) {
    const begin = index + start.length;
    if (begin < from) continue;
    const end = endOfType(text, begin);
    if (end === undefined) continue;
    const type = enclosed(orUndefined(text.slice(begin, end)));
    result += text.slice(from, begin) + (type.endsWith('| undefined') ? type : `${type} | undefined`);
    from = end;
  }
  return result + text.slice(from);
}

// --- internal ---

const COMMENT = /\/\*[\s\S]*?\*\//g;

/** Reads each file once: what it imports and declares, by name. */
function reader() {
  const files = new Map();
  return (file) => {
    if (!files.has(file)) files.set(file, parse(file));
    return files.get(file);
  };
}

function parse(file) {
  const imports = new Map();
  const declarations = new Map();
  let comment = '';
  // what is indented, or closes a bracket, belongs to the line above it
  for (const text of readFileSync(`${file}.d.ts`, 'utf8').split(/\n(?=[^\s})\]])/)) {
    const [, list, path] = /^import (?:type )?\{([^}]+)\} from '([^']+)';/.exec(text) ?? [];
    const [, kind, name] =
      /^(?:export )?(?:declare )?(interface|type|const|function|class) ([\w$]+)/.exec(text) ?? [];
    if (text.startsWith('/**')) comment = `${text}\n`;
    else if (name !== undefined && !text.replace(COMMENT, '').includes('import(')) {
      const overloads = declarations.has(name) ? `${declarations.get(name)}\n` : '';
      const declared = text
        .trimEnd()
        .replace(/^(?:export )?(?:declare )?/, kind === 'interface' || kind === 'type' ? '' : 'declare ');
      declarations.set(name, overloads + comment + declared);
      comment = '';
    } else if (list !== undefined)
      for (const item of list.split(',')) {
        const one = item.replace('type ', '').trim();
        const target = path.startsWith('.')
          ? { from: join(dirname(file), path) }
          : { line: `import type { ${one} } from '${path}';` };
        imports.set(one, target);
      }
    else if (!/^(?:export \{\};\s*|\/\/\/ .*)?$/.test(text))
      throw new Error(`${file}.d.ts: cannot be bundled: ${text}`);
  }
  return { imports, declarations };
}

/** Where the semicolon after a property's type is; undefined for a parameter's. */
function endOfType(text, begin) {
  let depth = 0;
  for (const { 0: token, index } of text.slice(begin).matchAll(TOKEN)) {
    if (depth === 0 && /[;,)]/.test(token)) return token === ';' ? begin + index : undefined;
    if ('([{<'.includes(token)) depth += 1;
    if (')]}>'.includes(token)) depth -= 1;
  }
  return undefined;
}

/** What a type's brackets, commas and semicolons are found among. */
const TOKEN = /\/\*[\s\S]*?\*\/|'[^']*'|"[^"]*"|=>|[()[\]{}<>;,]/g;

/** Two blanks a level instead of four. */
const narrow = (text) => text.replace(/^(?: {4})+/gm, (blanks) => blanks.slice(blanks.length / 2));

/** What binds less than a union goes in brackets. */
const enclosed = (type) => (/=>|\bextends\b|\bkeyof\b/.test(type) ? `(${type})` : type);

import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'acorn';

/**
 * Gives a minified file what bundling has taken, or added, and others need:
 * - lines, broken after statements where they have become long. Node shows the whole line of an uncaught error, and a limit
 *   on the length of lines would break strings in two, too, which the next tool then indents;
 * - the comments by which webpack and Vite leave an import alone whose name only the run knows;
 * - no import without a name: it asks for effects of a file of ours, of which none has any, and esbuild warns of it;
 * - one import of each module, which esbuild leaves as many as there were files that had one.
 */
export function finish(file) {
  const code = readFileSync(file, 'utf8');
  const sourceType = file.endsWith('.mjs') ? 'module' : 'script';
  const program = parse(code, { ecmaVersion: 'latest', sourceType });
  const edits = new Map();
  visit(program, edits);
  const gone = new Set([
    ...program.body.filter(isNameless),
    ...joined(program.body.filter(isNamed), code, edits),
  ]);
  for (const { start, end } of program.body.filter((statement) => gone.has(statement)))
    edits.set(start, { to: end, text: '\n' }).delete(end);
  let text = '';
  let from = 0;
  for (const [at, edit] of [...edits].sort(([a], [b]) => a - b)) {
    text += code.slice(from, at);
    if (edit.text !== '\n' || edit.to > at || text.length - text.lastIndexOf('\n') > LINE) text += edit.text;
    from = edit.to;
  }
  writeFileSync(file, text + code.slice(from));
}

// --- internal ---

/** Characters from which on a line is broken. */
const LINE = 100;

const LEAVE_ALONE = '/* webpackIgnore: true *//* @vite-ignore */';

const isNameless = ({ type, specifiers, source }) =>
  type === 'ImportDeclaration' && specifiers.length === 0 && source.value.startsWith('.');

const isNamed = ({ type, specifiers }) =>
  type === 'ImportDeclaration' &&
  specifiers.length > 0 &&
  specifiers.every(({ type: kind }) => kind === 'ImportSpecifier');

/** The imports whose names go to the first one of the same module. */
function joined(imports, code, edits) {
  const first = new Map();
  const names = new Map();
  const others = imports.filter((one) => {
    const module = one.source.value;
    if (!first.has(module)) return void first.set(module, one);
    const more = one.specifiers.map(({ start, end }) => code.slice(start, end));
    return names.set(module, [...(names.get(module) ?? []), ...more]);
  });
  for (const [module, more] of names) insert(edits, first.get(module).specifiers.at(-1).end, `,${more}`);
  return others;
}

function visit(node, edits) {
  if (node.type === 'ImportExpression' && node.source.type !== 'Literal')
    insert(edits, node.source.start, LEAVE_ALONE);
  for (const [key, value] of Object.entries(node)) {
    if (Array.isArray(value)) {
      // between two statements of a list a line break means nothing, at any depth
      const isList = key === 'body' || key === 'consequent';
      for (const child of value) {
        if (!child?.type) continue;
        if (isList) insert(edits, child.end, '\n');
        visit(child, edits);
      }
    } else if (value?.type) visit(value, edits);
  }
}

const insert = (edits, at, text) => edits.set(at, { to: at, text });

import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'acorn';

/**
 * Gives a minified file what minifying has taken and others need:
 * - lines, broken after statements. Node shows the whole line of an uncaught error, and a limit on the length of lines
 *   would break strings in two, too, which the next tool then indents;
 * - the comments by which webpack and Vite leave an import alone whose name only the run knows.
 */
export function finish(file) {
  const code = readFileSync(file, 'utf8');
  const sourceType = file.endsWith('.mjs') ? 'module' : 'script';
  const insertions = new Map();
  visit(parse(code, { ecmaVersion: 'latest', sourceType }), insertions);
  let text = '';
  let from = 0;
  for (const [position, inserted] of [...insertions].sort(([a], [b]) => a - b)) {
    text += code.slice(from, position) + inserted;
    from = position;
  }
  writeFileSync(file, text + code.slice(from));
}

// --- internal ---

const LEAVE_ALONE = '/* webpackIgnore: true *//* @vite-ignore */';

function visit(node, insertions) {
  if (node.type === 'ImportExpression' && node.source.type !== 'Literal')
    insertions.set(node.source.start, LEAVE_ALONE);
  for (const [key, value] of Object.entries(node)) {
    if (Array.isArray(value)) {
      // between two statements of a list a line break means nothing, at any depth
      const isList = key === 'body' || key === 'consequent';
      for (const child of value) {
        if (!child?.type) continue;
        if (isList) insertions.set(child.end, '\n');
        visit(child, insertions);
      }
    } else if (value?.type) visit(value, insertions);
  }
}

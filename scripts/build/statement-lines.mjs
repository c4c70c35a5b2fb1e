import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'acorn';

/**
 * Breaks minified lines after their statements. Node shows the whole line of an uncaught error, and a limit on the
 * length of lines would also break strings in two, which the next tool then indents.
 */
export function breakLines(file) {
  const code = readFileSync(file, 'utf8');
  const ends = new Set();
  const program = parse(code, {
    ecmaVersion: 'latest',
    sourceType: file.endsWith('.mjs') ? 'module' : 'script',
    allowHashBang: true,
  });
  visit(program, ends);
  let text = '';
  let from = 0;
  for (const end of [...ends].sort((a, b) => a - b)) {
    text += `${code.slice(from, end)}\n`;
    from = end;
  }
  writeFileSync(file, text + code.slice(from));
}

// --- internal ---

/** Where the statements of lists end, at any depth: between two of them a line break means nothing. */
function visit(node, ends) {
  for (const [key, value] of Object.entries(node)) {
    if (Array.isArray(value)) {
      const isList = key === 'body' || key === 'consequent';
      for (const child of value) {
        if (!child?.type) continue;
        if (isList) ends.add(child.end);
        visit(child, ends);
      }
    } else if (value?.type) visit(value, ends);
  }
}

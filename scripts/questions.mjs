// Writes the table of open questions into docs/engine.md, from the built engine.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { questionTable } = createRequire(import.meta.url)('../dist/lib/engine');
const page = new URL('../docs/engine.md', import.meta.url);
const [head, rest] = readFileSync(page, 'utf8').split('<!-- questions -->\n');
const [, tail] = rest.split('<!-- /questions -->\n');
writeFileSync(page, `${head}<!-- questions -->\n${questionTable().join('\n')}\n<!-- /questions -->\n${tail}`);

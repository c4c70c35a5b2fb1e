import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICE_CODES, questionTable } from '../../lib/engine';

test('docs/engine.md explains every notice, and no other', () => {
  const text = readFileSync(join(__dirname, '../../docs/engine.md'), 'utf8');
  const [, section = ''] = text.split('\n## What a simulation notices\n');
  const codes = [...section.split('\n## ')[0]!.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code!);
  expect(codes.toSorted()).toEqual(Object.keys(NOTICE_CODES).sort());
});

test('docs/engine.md has the table of open questions as the engine has them', () => {
  const text = readFileSync(join(__dirname, '../../docs/engine.md'), 'utf8');
  const [, table = ''] = text.split('<!-- questions -->\n');
  // `npm run questions` writes it.
  expect(table.split('<!-- /questions -->')[0]!.trimEnd().split('\n')).toEqual(questionTable());
});

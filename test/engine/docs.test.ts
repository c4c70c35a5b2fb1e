import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICE_CODES } from '../../lib/engine';

test('docs/engine.md explains every notice, and no other', () => {
  const text = readFileSync(join(__dirname, '../../docs/engine.md'), 'utf8');
  const [, section = ''] = text.split('\n## What is assumed\n');
  const codes = [...section.split('\n## ')[0]!.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code!);
  expect(codes.toSorted()).toEqual(Object.keys(NOTICE_CODES).sort());
});

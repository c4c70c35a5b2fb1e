import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of other programs that the pages may use, each with the file of its source that has it. */
const SOURCES: Readonly<Record<string, string>> = {
  'apsis.program.internal.stats.StatsProgram': 'apsis-scheduler/apsis python/apsis/program/internal/stats.py',
};

const folder = join(__dirname, '../../docs');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));

test('every program type of Apsis in the pages is one that Apsis has', () => {
  const named = pages.flatMap((page) =>
    [...readFileSync(join(folder, page), 'utf8').matchAll(/\bapsis\.[A-Za-z]\w*(?:\.\w+)*/g)].map(
      ([name]) => name,
    ),
  );
  // a file of the pages is no name of Apsis
  const types = named.filter((name) => name !== 'apsis.md');
  expect(types.length).toBeGreaterThan(0);
  expect(types.filter((name) => !(name in SOURCES))).toEqual([]);
});

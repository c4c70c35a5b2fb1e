import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPage } from '../../lib/cli/cli-page';
import { parseVerb } from '../../lib/cli/parse-verb';
import { VERBS } from '../../lib/cli/verbs';

const docs = join(__dirname, '../../docs');
const examples = VERBS.flatMap((verb) => verb.examples.map((example) => [example, verb] as const));

/** The words of an example, as a shell has them; what goes into a file is none. */
const words = (example: string): string[] =>
  [...example.replace(/ >>? .*/, '').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain!,
  );

test.each(examples)('tiltmeter %s is what the verb takes', (example, verb) => {
  const [name, ...args] = words(example);
  expect(name).toBe(verb.name);
  expect(() => parseVerb(verb, args)).not.toThrow();
});

test.each(VERBS.map((verb) => [verb.name, verb] as const))('%s has a page that is there', (_, { page }) => {
  expect(existsSync(join(docs, `${page}.md`))).toBe(true);
});

test('docs/cli.md is the table of verbs; npm run cli-page writes it', () => {
  expect(readFileSync(join(docs, 'cli.md'), 'utf8')).toBe(cliPage(VERBS));
});

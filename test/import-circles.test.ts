import { importsIn, importsOf } from './source-imports';

/** Files that reach themselves through what they import are one unit that pretends to be several. */
test('no file imports itself in a circle, types included', () => {
  const imports = ['lib', 'lambda', 'bin']
    .flatMap(importsOf)
    .map(({ file, target }) => [file, target] as const);
  expect(imports.length).toBeGreaterThan(1000);
  expect(circles(imports)).toEqual([]);
});

describe('the search for circles', () => {
  test('finds a circle of several files and one of a file with itself', () => {
    expect(circles(['ab', 'bc', 'ca', 'cd', 'de', 'ff'])).toEqual([['a', 'b', 'c'], ['f']]);
  });

  test('takes two ways to one file for no circle', () => {
    expect(circles(['ab', 'ac', 'bd', 'cd'])).toEqual([]);
  });

  test.each([
    ["import { a } from './a';", './a'],
    ["import {\n  a,\n  type B,\n} from './a';", './a'],
    ["import type { A } from './a';", './a'],
    ["import './a';", './a'],
    ["export { a } from './a';", './a'],
    ["export type { A } from './a';", './a'],
    ["const a = () => require('./a') as typeof import('./b');", './a'],
    ["const a = await import('./a');", './a'],
  ])('follows %j', (text, specifier) => {
    expect(importsIn(text, 'lib/x.ts').map((found) => found.specifier)).toContain(specifier);
  });

  test('does not follow what a comment says', () => {
    expect(importsIn("/**\n * import { a } from './a';\n */\n// require('./b')", 'lib/x.ts')).toEqual([]);
  });
});

// --- internal ---

/** The strongly connected components of more than one file, or of one that imports itself (Tarjan 1972). */
function circles(imports: Iterable<readonly [string, string | undefined] | string>): string[][] {
  const targets = new Map<string, string[]>();
  for (const [file, target] of imports) {
    if (file && target) targets.set(file, [...(targets.get(file) ?? []), target]);
  }
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  for (const file of targets.keys()) if (!order.has(file)) visit(file);
  return found.sort();

  function visit(file: string): void {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    path.push(file);
    const next = targets.get(file) ?? [];
    for (const target of next) {
      if (!order.has(target)) visit(target);
      if (path.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = path.splice(path.indexOf(file)).sort();
    if (circle.length > 1 || next.includes(file)) found.push(circle);
  }
}

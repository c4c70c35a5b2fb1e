import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import * as constructs from '../../lib/constructs';

const root = join(__dirname, '../..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The TypeScript of a page: what follows an import up to the next one is one program. */
function programsOf(page: string): { readonly line: number; readonly code: string }[] {
  const programs: { line: number; code: string }[] = [];
  const text = readFileSync(join(root, page), 'utf8');
  for (const { 1: code, index } of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
    const line = text.slice(0, index).split('\n').length + 1;
    const last = programs.at(-1);
    if (/^import /.test(code!) || !last) programs.push({ line, code: code! });
    // As many empty lines as there is text in between, so that a line of the program is one of the page.
    else last.code += '\n'.repeat(line - last.line - last.code.split('\n').length + 1) + code;
  }
  return programs;
}

describe('the TypeScript in README and docs', () => {
  const cache = join(root, '.tiltmeter');
  let home: string;
  beforeAll(() => {
    mkdirSync(cache, { recursive: true });
    home = mkdtempSync(join(cache, 'snippets-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  /** The compiler's findings in programs, as `file:line: text`. */
  function compile(programs: Readonly<Record<string, { line: number; code: string }>>): string[] {
    for (const [name, { line, code }] of Object.entries(programs))
      writeFileSync(join(home, `${name}.ts`), `${'\n'.repeat(line - 1)}${code}\nexport {};\n`);
    const compilerOptions = {
      noEmit: true,
      rootDir: root,
      noUnusedLocals: false,
      paths: {
        tiltmeter: [join(root, 'lib/index.ts')],
        'tiltmeter/*': [join(root, 'lib/*/index.ts')],
      },
    };
    const files = Object.keys(programs).map((name) => `${name}.ts`);
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, files, include: [] };
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', home, '--pretty', 'false'], {
      cwd: home,
      encoding: 'utf8',
    });
    return stdout.split('\n').filter((line) => line !== '');
  }

  test('compiles, and would not with a mistake', () => {
    const programs = pages.flatMap((page) =>
      programsOf(page).map((program) => [`${page.replaceAll('/', '.')}.${program.line}`, program] as const),
    );
    expect(programs.length).toBeGreaterThan(2);
    const code = "import { AlertRouting } from 'tiltmeter';\nAlertRouting.silent(7);\n";
    const findings = compile({ ...Object.fromEntries(programs), mistake: { line: 5, code } });
    expect(findings).toEqual([expect.stringMatching(/^mistake\.ts\(6,21\): error TS2345/)]);
  }, 60_000);
});

test('every construct has its piece of code', () => {
  const page = readFileSync(join(root, 'docs/constructs.md'), 'utf8');
  const names = Object.entries(constructs)
    .filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct)
    .map(([name]) => name);
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !page.includes(`new tiltmeter.${name}(`))).toEqual([]);
});

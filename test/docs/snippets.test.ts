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

/** Pages whose pieces are one program; on the others a piece with imports is one, and a piece without is part of one. */
const WHOLE_PROGRAMS = ['docs/constructs.md'];

/** Pages whose pieces are programs each, which compile as CommonJS too: without a type, a package is that. */
const PROGRAMS_EACH = ['docs/runtime.md', 'docs/apsis.md', 'docs/openwhisk.md'];

interface Program {
  /** Where it begins in the page, from 1. */
  readonly line: number;
  readonly code: string;
}

function programsOf(page: string): Program[] {
  const text = readFileSync(join(root, page), 'utf8');
  const pieces = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: code, index }) => ({
    line: text.slice(0, index).split('\n').length + 1,
    code: code!,
  }));
  if (PROGRAMS_EACH.includes(page)) return pieces;
  if (!WHOLE_PROGRAMS.includes(page)) return pieces.filter(({ code }) => code.startsWith('import '));
  // The text in between becomes empty lines, so that a line of the program is one of the page.
  const code = pieces.reduce(
    (all, piece) => all + '\n'.repeat(piece.line - all.split('\n').length) + piece.code,
    '',
  );
  return [{ line: 1, code }];
}

describe('the TypeScript in README and docs', () => {
  const cache = join(root, '.tiltmeter');
  let home: string;
  beforeAll(() => {
    mkdirSync(cache, { recursive: true });
    home = mkdtempSync(join(cache, 'snippets-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  /** The compiler's findings in programs by file name, as `file(line,column): text`. */
  function compile(programs: Readonly<Record<string, Program>>): string[] {
    for (const [name, { line, code }] of Object.entries(programs))
      writeFileSync(join(home, name), `${'\n'.repeat(line - 1)}${code}\nexport {};\n`);
    const compilerOptions = {
      noEmit: true,
      rootDir: root,
      noUnusedLocals: false,
      noUnusedParameters: false,
      paths: {
        tiltmeter: [join(root, 'lib/index.ts')],
        'tiltmeter/*': [join(root, 'lib/*/index.ts')],
      },
    };
    const files = Object.keys(programs);
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
      programsOf(page).flatMap((program) =>
        (PROGRAMS_EACH.includes(page) ? ['mts', 'cts'] : ['mts']).map(
          (type) => [`${page.replaceAll('/', '.')}.${program.line}.${type}`, program] as const,
        ),
      ),
    );
    expect(programs.length).toBeGreaterThan(2);
    const mistakes = {
      'mistake.mts': {
        line: 5,
        code: "import { AlertRouting } from 'tiltmeter';\nAlertRouting.silent(7);\n",
      },
      'waits.cts': { line: 1, code: "import { statsJob } from 'tiltmeter/runtime';\nawait statsJob;\n" },
    };
    const findings = compile({ ...Object.fromEntries(programs), ...mistakes });
    expect(findings.sort()).toEqual([
      expect.stringMatching(/^mistake\.mts\(6,21\): error TS2345/),
      expect.stringMatching(/^waits\.cts\(2,1\): error TS1309/),
    ]);
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

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const root = join(__dirname, '..');

/** What a folder may import besides itself, of this project's folders and of packages. */
const RULES: Record<string, { ours: readonly string[]; packages: RegExp }> = {
  'lib/contract': { ours: [], packages: /^$/ },
  'lib/text': { ours: [], packages: /^$/ },
  'lib/engine': { ours: [], packages: /^$/ },
  'lib/runtime': { ours: ['lib/contract'], packages: /^(node:|@aws-sdk\/)/ },
  'lib/constructs': {
    ours: ['lib/contract', 'lib/text'],
    packages: /^(node:(fs|path|zlib)$|aws-cdk-lib|constructs$)/,
  },
  'lib/realm': {
    ours: ['lib/contract', 'lib/text', 'lib/constructs'],
    packages: /^(node:(fs|path)$|aws-cdk-lib|constructs$|yaml$|zod$)/,
  },
  'lib/rehearsal': { ours: ['lib/contract', 'lib/text', 'lib/engine'], packages: /^(node:|yaml$|zod$)/ },
  'lib/stack': {
    ours: ['lib/contract', 'lib/text'],
    packages: /^(node:crypto$|yaml$|@grafana\/grafana-foundation-sdk\/)/,
  },
  'lib/cost': { ours: ['lib/contract', 'lib/engine', 'lib/rehearsal'], packages: /^$/ },
  'lib/operate': { ours: ['lib/contract'], packages: /^(node:timers\/promises$|@aws-sdk\/)/ },
  'lib/testing': {
    ours: ['lib/contract', 'lib/text', 'lib/engine', 'lib/rehearsal'],
    packages: /^(node:|aws-cdk-lib)/,
  },
  'lib/user-events': {
    ours: ['lib/contract', 'lib/text', 'lib/runtime'],
    packages: /^(node:|@platformatic\/kafka$|@aws-sdk\/client-sqs$)/,
  },
  'lib/local': {
    ours: ['lib/contract', 'lib/text', 'lib/engine', 'lib/rehearsal', 'lib/realm'],
    packages: /./,
  },
  'lib/cli': {
    ours: [
      'lib/contract',
      'lib/text',
      'lib/engine',
      'lib/rehearsal',
      'lib/realm',
      'lib/local',
      'lib/runtime',
      'lib/cost',
      'lib/operate',
      'lib/user-events',
      'lib/stack',
    ],
    packages: /./,
  },
  lambda: {
    ours: ['lib/contract', 'lib/text', 'lib/user-events'],
    packages: /^(node:|@aws-sdk\/|@smithy\/|aws-lambda$)/,
  },
};

/** Packages that the runtime may name only behind a lazy import, since a worker must not pay for them. */
const LAZY_IN_RUNTIME = /^@aws-sdk\//;

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly lazy: boolean;
}

describe.each(Object.entries(RULES))('%s', (folder, { ours, packages }) => {
  const imports = importsOf(folder);

  test('imports only the folders below it', () => {
    const wrong = imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map((found) => ({ found, target: layerOf(join(dirname(found.file), found.specifier)) }))
      .filter(({ target }) => target !== folder && !ours.includes(target))
      .map(({ found, target }) => `${found.file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test('imports only its packages', () => {
    const wrong = imports
      .filter(({ specifier }) => !specifier.startsWith('.') && !packages.test(specifier))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    expect(wrong).toEqual([]);
  });
});

test('the runtime loads no AWS SDK with its own modules', () => {
  const eager = importsOf('lib/runtime')
    .filter(({ specifier, lazy }) => LAZY_IN_RUNTIME.test(specifier) && !lazy)
    .map(({ file, specifier }) => `${file} imports ${specifier}`);
  expect(eager).toEqual([]);
});

// --- internal ---

function layerOf(path: string): string {
  const [first, second] = relative(root, join(root, path)).split(sep);
  return first === 'lib' ? `lib/${second}` : first!;
}

function importsOf(folder: string): Import[] {
  return sourceFiles(join(root, folder)).flatMap((path) => {
    const text = readFileSync(path, 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
    const file = relative(root, path);
    const eager = [...text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from\s+'([^']+)'/gm)];
    const types = [...text.matchAll(/^(?:import|export)\s+type\s[^;]*?from\s+'([^']+)'/gm)];
    const lazy = [...text.matchAll(/(?:\brequire|\bimport)\(\s*'([^']+)'\s*\)/g)];
    return [
      ...eager.map((match) => ({ file, specifier: match[1]!, lazy: false })),
      ...[...types, ...lazy].map((match) => ({ file, specifier: match[1]!, lazy: true })),
    ];
  });
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

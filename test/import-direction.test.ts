import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf } from './source-imports';

const root = join(__dirname, '..');

/** What a folder may import besides itself, of this project's folders and of packages. */
const RULES: Record<string, { ours: readonly string[]; packages: RegExp }> = {
  'lib/contract': { ours: [], packages: /^$/ },
  'lib/text': { ours: [], packages: /^node:fs$/ },
  'lib/time-limit': { ours: [], packages: /^$/ },
  'lib/engine': { ours: [], packages: /^$/ },
  'lib/runtime': { ours: ['lib/contract', 'lib/time-limit'], packages: /^(node:|@aws-sdk\/)/ },
  'lib/constructs': {
    ours: ['lib/contract', 'lib/text'],
    packages: /^(node:(fs|path|zlib)$|aws-cdk-lib|constructs$)/,
  },
  'lib/realm': {
    ours: ['lib/contract', 'lib/text', 'lib/constructs'],
    packages: /^(node:(fs|path)$|aws-cdk-lib|constructs$|yaml$|zod$)/,
  },
  'lib/rehearsal': { ours: ['lib/contract', 'lib/text', 'lib/engine'], packages: /^(node:|yaml$|zod$)/ },
  'lib/dashboard': { ours: ['lib/text', 'lib/engine', 'lib/rehearsal'], packages: /^node:vm$/ },
  'lib/page': {
    ours: ['lib/text', 'lib/engine', 'lib/rehearsal', 'lib/proof', 'lib/dashboard'],
    packages: /^(node:(fs|path|zlib)|uplot|markdown-it)$/,
  },
  'lib/evidence': { ours: ['lib/text', 'lib/engine', 'lib/rehearsal', 'lib/cost'], packages: /^$/ },
  'lib/stack': {
    ours: ['lib/contract', 'lib/text'],
    packages: /^(node:crypto$|yaml$|@grafana\/grafana-foundation-sdk\/)/,
  },
  'lib/cost': { ours: ['lib/contract', 'lib/engine', 'lib/rehearsal'], packages: /^$/ },
  'lib/operate': {
    ours: ['lib/contract', 'lib/time-limit'],
    packages: /^(node:timers\/promises$|@aws-sdk\/)/,
  },
  'lib/proof': {
    ours: ['lib/contract', 'lib/text', 'lib/engine', 'lib/rehearsal', 'lib/cost'],
    packages: /^yaml$/,
  },
  'lib/testing': {
    ours: ['lib/contract', 'lib/text', 'lib/engine', 'lib/rehearsal'],
    packages: /^(node:|aws-cdk-lib|@jest\/globals$)/,
  },
  'lib/user-events': {
    ours: ['lib/contract', 'lib/text', 'lib/time-limit', 'lib/runtime'],
    packages: /^(node:|@platformatic\/kafka$|@aws-sdk\/client-sqs$)/,
  },
  'lib/local': {
    ours: [
      'lib/contract',
      'lib/text',
      'lib/time-limit',
      'lib/engine',
      'lib/rehearsal',
      'lib/realm',
      'lib/operate',
    ],
    packages: /./,
  },
  'lib/cli': {
    ours: [
      'lib/contract',
      'lib/text',
      'lib/time-limit',
      'lib/engine',
      'lib/rehearsal',
      'lib/realm',
      'lib/local',
      'lib/runtime',
      'lib/cost',
      'lib/operate',
      'lib/evidence',
      'lib/proof',
      'lib/page',
      'lib/user-events',
      'lib/stack',
    ],
    packages: /./,
  },
  lambda: {
    ours: ['lib/contract', 'lib/text', 'lib/time-limit', 'lib/user-events'],
    packages: /^(node:|@aws-sdk\/|@smithy\/|aws-lambda$|liquidjs$)/,
  },
};

/** Packages that the runtime may name only behind a lazy import, since a worker must not pay for them. */
const LAZY_IN_RUNTIME = /^@aws-sdk\//;

/**
 * What the files of a folder's folders may import of one another, types included; '.' are the files beside them, but
 * for index.ts, which shows them all to others. Each row names earlier rows only, so that imports run one way.
 */
const ROOMS: Record<string, Record<string, readonly string[]>> = {
  'lib/engine': {
    text: [],
    reading: [],
    model: [],
    metric: ['model', 'reading', 'text'],
    log: ['metric', 'model', 'reading', 'text'],
    'metric-alarm': ['metric', 'model', 'reading', 'text'],
    notification: ['metric', 'model', 'reading', 'text'],
    'alarm-state': ['notification', 'metric-alarm', 'model', 'reading', 'text'],
    '.': ['alarm-state', 'notification', 'metric-alarm', 'log', 'metric', 'model', 'reading', 'text'],
  },
  'lib/proof': {
    stimulus: [],
    draft: ['stimulus'],
    mutation: ['stimulus'],
    times: ['stimulus'],
    difference: ['times', 'stimulus'],
    suggestion: [],
  },
  'lib/constructs': {
    '.': [],
    functions: ['.'],
    fleet: ['.'],
    logs: ['.'],
    queue: ['.'],
    heartbeat: ['fleet', '.'],
    jobs: ['functions', '.'],
    objectives: ['functions', 'jobs', '.'],
    'user-events': ['functions', '.'],
    dashboards: ['fleet', '.'],
    alerts: ['heartbeat', 'jobs', 'functions', '.'],
  },
};

describe.each(Object.entries(RULES))('%s', (folder, { ours, packages }) => {
  const imports = importsOf(folder);

  test('imports only the folders below it', () => {
    const wrong = imports
      .map(({ file, target }) => ({ file, layer: target && layerOf(target) }))
      .filter(({ layer }) => layer !== undefined && layer !== folder && !ours.includes(layer))
      .map(({ file, layer }) => `${file} imports ${layer}`);
    expect(wrong).toEqual([]);
  });

  test('imports only its packages', () => {
    const wrong = imports
      .filter(({ specifier }) => !specifier.startsWith('.') && !packages.test(specifier))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(ROOMS))('in %s', (folder, rooms) => {
  const names = Object.keys(rooms);

  test('every folder has a row, which names earlier rows only', () => {
    const there = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(names.filter((name) => name !== '.').sort()).toEqual(there.map(({ name }) => name).sort());
    const upwards = names.filter((name, place) =>
      rooms[name]!.some((other) => names.indexOf(other) >= place),
    );
    expect(upwards).toEqual([]);
  });

  test.each(names)('%s imports only the folders of its row', (room) => {
    const wrong = importsOf(folder)
      .filter(({ file, target }) => file !== `${folder}/index.ts` && target?.startsWith(`${folder}/`))
      .filter(({ file }) => roomOf(folder, file) === room)
      .filter(({ target }) => ![room, ...rooms[room]!].includes(roomOf(folder, target!)))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });
});

test.each(['lib', 'lib/engine', 'lib/constructs', 'lib/proof', 'lib/cli'])(
  'ARCHITECTURE.md names every folder of %s',
  (folder) => {
    const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const table = folder === 'lib' ? page : page.slice(page.indexOf(`| in \`${folder}\``)).split('\n\n')[0]!;
    const name = (entry: string) => (folder === 'lib' ? `\`lib/${entry}\`` : `\`${entry}\``);
    const there = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(there.map((entry) => name(entry.name)).filter((cell) => !table.includes(cell))).toEqual([]);
  },
);

test('the runtime loads no AWS SDK with its own modules', () => {
  const eager = importsOf('lib/runtime')
    .filter(({ specifier, lazy }) => LAZY_IN_RUNTIME.test(specifier) && !lazy)
    .map(({ file, specifier }) => `${file} imports ${specifier}`);
  expect(eager).toEqual([]);
});

// --- internal ---

function layerOf(path: string): string {
  const [first, second] = path.split('/');
  return first === 'lib' ? `lib/${second}` : first!;
}

function roomOf(folder: string, path: string): string {
  const [first, ...rest] = path.slice(folder.length + 1).split('/');
  return rest.length > 0 ? first! : '.';
}

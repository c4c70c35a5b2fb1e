import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DocsWorkplaces, docsWorkplaces, START, type WorkplaceKind } from './support/docs-workplaces';
import { pageCommands } from './support/page-commands';

/** Every command of README.md and docs/*.md is run as it stands there, or listed here with the reason why not. */
const root = join(__dirname, '../..');

const DEPLOYED = 'snapshot|status|dispatch|logs|runs|dump|test-alert|redrive';
const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/^aws |^terraform |npx cdk (deploy|bootstrap)/, 'an AWS account'],
  [
    new RegExp(`tiltmeter (${DEPLOYED})\\b`),
    'a deployed realm; test/cli plays it against services on loopback',
  ],
  [/tiltmeter slo --realm prod$|verify --fetch|probe --out/, 'an AWS account; test/cli plays it on loopback'],
  [/npm ci && npm start|--watch|up --realm prod --own|events serve/, 'it runs until it is stopped'],
  [new RegExp(`^${START.replace('npx ', '')}$`), 'the folders of the others are made by it'],
  [/core@45s$/, 'the same with --json is run'],
  [/npm ci && npm test|_DOCUMENT=1 npx jest/, 'it is a run of these tests'],
  [/^npm (i|install) /, 'test/integration/init.test.ts and package.test.ts install the tarball'],
  [
    /^docker |^cp cluster|^pip |^moto_server|127\.0\.0\.1:5000|^kcat|^curl .*:9095/,
    'a server of others; test/integration has its own',
  ],
  [
    /node worker\.js/,
    'a worker of the reader, and a collector; test/integration/opentelemetry.test.ts runs both',
  ],
  [
    /^tiltmeter completion/,
    'it writes to the home of whoever reads; test/integration/completion.test.ts loads it into shells',
  ],
];

/** Commands that end with another code than 0, as their page or `help VERB` says. */
const CODES: readonly (readonly [RegExp, number, string])[] = [
  [/--max 50$/, 1, 'realm prod costs more'],
  [/lava-worker\.json --template lava-realm/, 1, 'a Lava template has findings'],
];

/** Where a command is at home; a repository is what most pages speak of. */
function kindOf(text: string, page: string): WorkplaceKind {
  if (/tiltmeter init/.test(text)) return 'empty';
  if (text === 'tiltmeter draft') return 'own';
  if (/--realm prod/.test(text) && /tiltmeter (mutate|slo|draft)/.test(text)) return 'prod';
  const isOfTemplate = /--template (stack|template|plan)\.|old\.template|deployed\.json|--alarms/.test(text);
  if (isOfTemplate && page !== 'docs/start.md') return 'template';
  return page === 'docs/start.md' || ONE_REALM.test(text) ? 'started' : 'repository';
}

/** Of a repository with one realm: what is said of this one would take minutes. */
const ONE_REALM = /^tiltmeter rehearse$|cdk\.out|draft --realm dev/;

const commands = [
  ...new Map(
    pageCommands(root).map((command) => [command.text.replace(/\bnpx tiltmeter/, 'tiltmeter'), command]),
  ).values(),
];
const reasonOf = (text: string) =>
  NOT_RUN.find(([pattern]) => pattern.test(text.replace(/^npx tilt/, 'tilt')))?.[1];
const run = commands.filter(({ text }) => reasonOf(text) === undefined);

let places: DocsWorkplaces;
beforeAll(() => {
  places = docsWorkplaces();
}, 600_000);
afterAll(() => rmSync(places.home, { recursive: true, force: true }));

test('nothing is listed that no page has', () => {
  const idle = NOT_RUN.filter(
    ([pattern]) => !commands.some(({ text }) => pattern.test(text.replace(/^npx tilt/, 'tilt'))),
  );
  expect(idle.map(([pattern]) => pattern.source)).toEqual([]);
  expect(CODES.filter(([pattern]) => !run.some(({ text }) => pattern.test(text)))).toEqual([]);
});

test.concurrent.each(
  run.map((command) => [`${command.page}:${command.line} ${command.text}`, command] as const),
)('%s', async (_, { text, page }) => {
  const cwd = places.copyOf(kindOf(text.replace(/^npx /, ''), page));
  const [, code = 0] = CODES.find(([pattern]) => pattern.test(text)) ?? [];
  const ended = await promisify(execFile)('bash', ['-c', text], {
    cwd,
    env: places.env,
    maxBuffer: 2 ** 26,
  }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code: got, stderr }) => ({ code: got as number, stderr: String(stderr) }),
  );
  expect({ code: ended.code, stderr: ended.code === code ? '' : ended.stderr }).toEqual({ code, stderr: '' });
});

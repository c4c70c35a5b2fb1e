import { join } from 'node:path';
import { type DocsWorkplaces, docsWorkplaces, START, type WorkplaceKind } from './support/docs-workplaces';
import { commandsOf, type PageCommand, pageCommands } from './support/page-commands';

/** Every command of README.md and docs/*.md is run as it stands there, or listed here with the reason why not. */
const root = join(__dirname, '../..');

const DEPLOYED = 'snapshot|status|dispatch|logs|runs|dump|test-alert|redrive';
const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/^aws |cdk (deploy|bootstrap)/, 'an AWS account'],
  [/^terraform /, 'a program of others, and an account'],
  [
    new RegExp(`^tiltmeter (${DEPLOYED})\\b`),
    'a deployed realm; test/cli plays it against services on loopback',
  ],
  [
    /slo --realm prod$|slo --console|verify --fetch|probe (--otlp )?--out/,
    'an AWS account; test/cli plays it on loopback',
  ],
  [/npm ci && npm start|--watch|up --realm prod --own|events serve/, 'it runs until it is stopped'],
  [/--stop core@15s/, '70 seconds of two cores; test/integration/local-realm.test.ts runs it'],
  [/^tiltmeter rehearse --realm dev|^tiltmeter mutate --realm dev$/, '.ci/run runs it, and is stricter'],
  [/mutate --realm dev --alarm/, 'test/integration/proof.test.ts runs it with lava-dev-core-*'],
  [/npm ci && npm test|_DOCUMENT=1 npx jest/, 'it is a run of these tests'],
  [new RegExp(`^${START.replace('npx ', '')}$`), 'it makes the folder of the others of its page'],
  [/^npm (i|install) /, 'test/integration/init.test.ts and package.test.ts install the tarball'],
  [
    /^docker |^cp cluster|^pip |^moto_server|127\.0\.0\.1:5000|^kcat|^curl .*:9095|otelcol-contrib/,
    'a server of others; test/integration has its own',
  ],
  [
    /^(export|job=|echo "\$job"|(sleep 1; )?cat received)/,
    'a worker of the reader beside a collector; test/integration/opentelemetry.test.ts runs both',
  ],
  [
    /^tiltmeter completion/,
    'it writes to the home of whoever reads; test/integration/completion.test.ts loads it into shells',
  ],
];

/** Commands that end with another code than 0, as their page or `help VERB` says. */
const CODES: readonly (readonly [RegExp, number, string])[] = [
  [/--max page=10m/, 1, 'what counts over an hour is told later'],
  [/--max 50$/, 1, 'realm prod costs more'],
  [/lava-worker\.json --template lava-realm/, 1, 'a Lava template has findings'],
];

/** Where a command is at home, the first that fits; a repository is what most pages speak of. */
const PLACES: readonly (readonly [RegExp, WorkplaceKind])[] = [
  [/^docs\/start\.md#Only tests .*: tiltmeter rehearse/, 'adopted'],
  [/: tiltmeter init/, 'empty'],
  [/: tiltmeter draft($| --realm dev)/, 'own'],
  [/: tiltmeter ((mutate|slo|draft|times) .*--realm prod|diff prod@)/, 'prod'],
  [/--template (stack|template|plan)\.|old\.template|deployed\.json|--alarms/, 'template'],
  [/^docs\/start\.md|: tiltmeter rehearse$|cdk\.out/, 'started'],
];

/** What a command leaves in its folder. */
const WRITES = /[^-=]> *\w|--(out|into|junit|html)\b|: tiltmeter (init|draft)(?!.*--dry-run)|cdk synth/;

interface Told extends PageCommand {
  /** Without npx, so that a command is the same in either spelling. */
  readonly plain: string;
}
const told: readonly Told[] = pageCommands(root).map((command) => ({
  ...command,
  plain: command.text.replace(/\bnpx tiltmeter/, 'tiltmeter'),
}));
const isListed = ({ plain }: Told) => NOT_RUN.some(([pattern]) => pattern.test(plain));
const placeOf = ({ page, section, plain }: Told): WorkplaceKind =>
  PLACES.find(([pattern]) => pattern.test(`${page}#${section}: ${plain}`))?.[1] ?? 'repository';
const run = [
  ...new Map(
    told
      .filter((command) => !isListed(command))
      .map((command) => [`${placeOf(command)} ${command.plain}`, command]),
  ).values(),
];

let places: DocsWorkplaces;
beforeAll(() => {
  places = docsWorkplaces();
});
afterAll(() => places.remove());

test('commands are the lines of sh blocks, what follows a prompt, and indented lines that begin with a program', () => {
  const page = [
    '# Page\n\n```sh\naws a \\\n  --b  # why\n# nothing else\n./own\n```\n\n## Next\n',
    '    npx tiltmeter up\n    depth  15m\n\n```console\n$ A=1 node b\nprinted\n```\n\n```yaml\naws: {}\n```\n',
  ].join('\n');
  expect(commandsOf('p', page).map(({ section, line, text }) => [section, line, text])).toEqual([
    ['Page', 5, 'aws a --b'],
    ['Page', 7, './own'],
    ['Next', 12, 'npx tiltmeter up'],
    ['Next', 16, 'A=1 node b'],
  ]);
});

test('nothing is listed that no page has', () => {
  const idle = NOT_RUN.filter(([pattern]) => !told.some(({ plain }) => pattern.test(plain)));
  expect(idle.map(([pattern]) => pattern.source)).toEqual([]);
  expect(CODES.filter(([pattern]) => !run.some(({ plain }) => pattern.test(plain)))).toEqual([]);
  expect(told.map(({ text }) => text)).toContain(START);
});

test.concurrent.each(
  run.map((command) => [`${command.page}:${command.line} ${command.text}`, command] as const),
)('%s', async (_, command) => {
  const [, code = 0] = CODES.find(([pattern]) => pattern.test(command.plain)) ?? [];
  const ended = await places.run(placeOf(command), command.text, WRITES.test(`: ${command.plain}`));
  expect(ended.code === code ? { code } : ended).toEqual({ code });
});

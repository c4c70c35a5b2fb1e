import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDestinations } from '../../lambda/alert-dispatcher/destinations';
import { VERBS } from '../../lib/cli/verbs';
import { DISPATCHED_CHANNEL_KINDS, type DispatchedChannelKind } from '../../lib/contract';

const docs = join(__dirname, '../../docs');
const page = readFileSync(join(docs, 'start.md'), 'utf8');

const contents = [...page.matchAll(/^ +\| `(\w+)` \| (.*) \|$/gm)].flatMap(([, kind, cell]) =>
  [...cell!.matchAll(/`([^`]+)`/g)].map(([, secret]) => [kind as DispatchedChannelKind, secret!] as const),
);

test('every channel with a secret has its content in docs/start.md', () => {
  const kinds = DISPATCHED_CHANNEL_KINDS.filter((kind) => kind !== 'amazonq');
  expect([...new Set(contents.map(([kind]) => kind))]).toEqual(kinds);
});

test.each(contents)('the dispatcher takes the content of %s: %s', async (kind, secret) => {
  const destinations = createDestinations({
    ssm: async () => secret,
    secretsManager: async () => undefined,
    now: () => 0,
  });
  const { url, key } = await destinations.of({ kind, target: 'ssm:/acme/dev/x' });
  expect(new URL(url).protocol).toBe('https:');
  expect(`${url} ${key}`).toContain(/"key": "(\w+)"/.exec(secret)?.[1] ?? secret);
});

describe.each(['start.md', 'troubleshooting.md', 'operate.md', 'testing.md'])(
  'the commands in docs/%s',
  (name) => {
    test('are of verbs, with options that they have', () => {
      const text = readFileSync(join(docs, name), 'utf8');
      const commands = [...text.matchAll(/(?:^ {4,}|`)(?:npx )?tiltmeter ([a-z][^`\n#]*)/gm)].map(
        ([, rest]) => rest!.trim(),
      );
      const wrong = commands.filter((command) => {
        const [verb, ...words] = command.split(/\s+/);
        const known = VERBS.find((one) => one.name === verb);
        const options = words.filter((word) => word.startsWith('--') && word !== '--');
        return !known || options.some((word) => !Object.hasOwn(known.options, word.slice(2).split('=')[0]!));
      });
      expect(wrong).toEqual([]);
    });
  },
);

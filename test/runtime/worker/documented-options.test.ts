import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_VERB } from '../../../lib/cli/run/run-verb';
import { workerOptions } from '../../../lib/runtime';

const page = readFileSync(join(__dirname, '../../../docs/runtime.md'), 'utf8');
const rows = [...page.matchAll(/^\| `--([a-z-]+)`(?:, `-(\w)`)? \| `(\w+)` \| (?:`?([^`|]*)`?) \|/gm)].map(
  ([, flag, short, variable]) => ({ flag: flag!, short, variable: variable! }),
);
const BASE = { LAVA_REALM: 'dev', LAVA_WORKER: 'core', ACME_REALM: 'dev', ACME_WORKER: 'core' };
const VALUES: Readonly<Record<string, string>> = {
  system: 'acme',
  realm: 'prod',
  worker: 'gpu',
  heartbeat: '60',
  log: 'stdout',
  'log-json': 'true',
  'log-format': 'logfmt',
  level: 'error',
  tag: 't',
  queue: 'http://q',
};

test('docs/runtime.md lists every flag of a worker', () => {
  const known = (): string => {
    try {
      workerOptions(['--nonsense'], BASE);
    } catch (error) {
      return (error as Error).message.split('known are ')[1]!;
    }
    return '';
  };
  expect(rows.map(({ flag }) => `--${flag}`).sort()).toEqual(known().split(', ').sort());
});

test.each(rows)('--$flag does what $variable does', ({ flag, short, variable }) => {
  const value = VALUES[flag] ?? '7';
  const argument = value === 'true' ? `--${flag}` : `--${flag}=${value}`;
  const expected = workerOptions([argument], BASE);
  expect(expected).not.toEqual(workerOptions([], BASE));
  expect(workerOptions([], { ...BASE, [variable]: value })).toEqual(expected);
  if (short !== undefined) expect(workerOptions([`-${short}`, value], BASE)).toEqual(expected);
});

test('docs/runtime.md lists every flag of run', () => {
  const flags = rows.map(({ flag }) => flag);
  const shared = flags.slice(0, flags.indexOf('tag') + 1);
  const own = [...page.matchAll(/^\| `--([a-z-]+) [A-Z]+` \| `?([^`|]*?)`? \|/gm)];
  expect([...shared, ...own.map(([, flag]) => flag)]).toEqual(Object.keys(RUN_VERB.options));
  for (const [, flag, fallback] of own) expect(RUN_VERB.options[flag!]!.default).toBe(fallback);
});

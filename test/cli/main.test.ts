import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from '../../lib/cli/io';
import { main } from '../../lib/cli/main';
import { UsageError } from '../../lib/cli/usage-error';
import type { Verb, VerbRun } from '../../lib/cli/verb';
import { VERBS } from '../../lib/cli/verbs';

function verb(run: VerbRun, more: Partial<Verb> = {}): Verb {
  return {
    name: 'greet',
    summary: 'say hello',
    options: {
      name: { type: 'string', value: 'NAME', default: 'you', help: 'whom' },
      loud: { type: 'boolean', default: false, help: 'shout' },
      also: { type: 'string', multiple: true, value: 'NAME', help: 'whom else' },
    },
    examples: ['greet', 'greet --loud'],
    page: 'greet',
    load: async () => ({ run }),
    ...more,
  };
}

async function call(argv: readonly string[], verbs: readonly Verb[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    env: {},
    cwd: '/',
    isTty: false,
    signal: new AbortController().signal,
  };
  return { code: await main(argv, io, verbs), out, err };
}

test('a verb gets its options with their defaults, and its code is the exit code', async () => {
  const seen: unknown[] = [];
  const greet = verb(async (values, positionals) => {
    seen.push({ ...values }, positionals);
    return 1;
  });
  expect(await call(['greet', '--loud', '--also', 'a', '--also', 'b'], [greet])).toEqual({
    code: 1,
    out: [],
    err: [],
  });
  expect(seen).toEqual([{ name: 'you', loud: true, also: ['a', 'b'] }, []]);
});

test('a verb that takes arguments gets them', async () => {
  const seen: unknown[] = [];
  const greet = verb(
    async (_, positionals) => {
      seen.push(...positionals);
      return 0;
    },
    { positionals: '[FILE…]' },
  );
  await call(['greet', 'a', '--', '--help'], [greet]);
  expect(seen).toEqual(['a', '--help']);
});

const greet = verb(async () => 0);

test.each([
  [['gret'], "tiltmeter: unknown verb 'gret', did you mean 'greet'; see tiltmeter help"],
  [['nonsense'], "tiltmeter: unknown verb 'nonsense'; see tiltmeter help"],
  [
    ['greet', '--nam', 'x'],
    'tiltmeter: greet: unknown option --nam, did you mean --name; see tiltmeter greet --help',
  ],
  [['greet', '--xyzzy'], 'tiltmeter: greet: unknown option --xyzzy; see tiltmeter greet --help'],
  [['greet', '-x'], 'tiltmeter: greet: unknown option -x; see tiltmeter greet --help'],
  [['greet', '--name'], 'tiltmeter: greet: --name needs a value; see tiltmeter greet --help'],
  [
    ['greet', '--name', '-1'],
    'tiltmeter: greet: --name needs a value; one that begins with - is given as --name=VALUE; see tiltmeter greet --help',
  ],
  [
    ['greet', '--loud=1'],
    "tiltmeter: greet: Option '--loud' does not take an argument; see tiltmeter greet --help",
  ],
  [['greet', 'file'], 'tiltmeter: greet: takes no arguments but options; see tiltmeter greet --help'],
])('%j is bad usage', async (argv, line) => {
  expect(await call(argv, [greet])).toEqual({ code: 2, out: [], err: [line] });
});

test('a value that is none of the choices is refused with the nearest', async () => {
  const options = { tone: { type: 'string', choices: ['warm', 'cool'], help: 'how' } } as const;
  const toned = verb(async () => 0, { options });
  const refused = async (...values: string[]) => (await call(['greet', '--tone', ...values], [toned])).err;
  expect(await refused('wram')).toEqual([
    "tiltmeter: greet: --tone: got 'wram', did you mean 'warm', allowed: warm, cool",
  ]);
  expect(await refused('xyzzyx')).toEqual(["tiltmeter: greet: --tone: got 'xyzzyx', allowed: warm, cool"]);
  expect(await refused('cool')).toEqual([]);
  expect((await call(['help', 'greet'], [toned])).out[0]).toContain('--tone warm|cool  how');
});

test.each(VERBS)(
  '$name --help shows two examples, the exit codes and a page that is there',
  async ({ name }) => {
    const { code, out, err } = await call([name, '--help'], VERBS);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    const [, examples, codes, page] =
      /\nexamples:\n(.*)\n\nexit codes:\n(.*)\n\npage: (.*)$/s.exec(out[0]!) ?? [];
    const starts = examples?.split('\n').map((line) => line.startsWith(`  tiltmeter ${name}`));
    expect(starts?.length).toBeGreaterThanOrEqual(2);
    expect(starts).not.toContain(false);
    expect(codes?.split('\n').map((line) => /^ {2}(any|\d) {2,}\S/.exec(line)?.[1])).toEqual(
      expect.arrayContaining([expect.stringMatching(/any|0/), '2']),
    );
    expect(existsSync(page!)).toBe(true);
  },
);

test('help of a verb that is not there is refused with the nearest', async () => {
  const line = "tiltmeter: unknown verb 'gret', did you mean 'greet'; see tiltmeter help";
  expect(await call(['help', 'gret'], [greet])).toEqual({ code: 2, out: [], err: [line] });
});

test('exit codes are told where they mean something', async () => {
  const told = async (more: Partial<Verb>) =>
    (await call(['help', 'greet'], [verb(async () => 0, more)])).out[0];
  expect(await told({ findings: 'nobody is there' })).toContain('\n  1  nobody is there\n');
  expect(await told({ codes: 'that of COMMAND' })).toContain('\n  any  that of COMMAND\n');
});

test('without a verb the help goes to stderr and the exit code is 2', async () => {
  const { code, out, err } = await call([], [greet]);
  expect([code, out, err.length]).toEqual([2, [], 1]);
  expect(err[0]).toContain('  greet  say hello');
});

test.each([['help'], ['--help'], ['-h']])('%s prints the verbs', async (argument) => {
  const { code, out } = await call([argument], [greet]);
  expect(code).toBe(0);
  expect(out[0]).toContain('usage: tiltmeter VERB [options]');
});

test.each([['version'], ['--version']])('%s prints the version of the package', async (argument) => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(await call([argument], [greet])).toEqual({ code: 0, out: [version], err: [] });
});

test.each([[['greet', '--help']], [['help', 'greet']]])('%j prints the options of a verb', async (argv) => {
  expect((await call(argv, [greet])).out).toEqual([
    [
      'tiltmeter greet: say hello',
      '',
      'usage: tiltmeter greet [options]',
      '',
      '  --name NAME  whom (default you)',
      '  --loud       shout',
      '  --also NAME  whom else',
      '',
      'examples:',
      '  tiltmeter greet',
      '  tiltmeter greet --loud',
      '',
      'exit codes:',
      '  0  done',
      '  2  bad usage or bad input',
      '  3  an internal error',
      '',
      `page: ${join(__dirname, '../../docs/greet.md')}`,
    ].join('\n'),
  ]);
});

test('what the user can mend is one line each, without a stack, and exit code 2', async () => {
  const usage = verb(async () => {
    throw new UsageError('--name: got nobody');
  });
  const input = verb(async () => {
    throw Object.assign(new Error('a.yaml:1: no realm\na.yaml:2: no worker'), { userError: true });
  });
  expect(await call(['greet'], [usage])).toMatchObject({ code: 2, err: ['tiltmeter: --name: got nobody'] });
  expect(await call(['greet'], [input])).toMatchObject({
    code: 2,
    err: ['tiltmeter: a.yaml:1: no realm', 'tiltmeter: a.yaml:2: no worker'],
  });
});

test('a verb that needs the CDK where there is none says what to install', async () => {
  const missing = verb(async () => {
    throw Object.assign(new Error("Cannot find module 'aws-cdk-lib/package.json'"), {
      code: 'MODULE_NOT_FOUND',
    });
  });
  expect(await call(['greet'], [missing])).toMatchObject({
    code: 2,
    err: ['tiltmeter: needs the package aws-cdk-lib, which is not installed; npm i aws-cdk-lib constructs'],
  });
});

test('a full disk is told in one line, whichever file was being written', async () => {
  const full = verb(async () => {
    throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', path: '/small/tree.json' });
  });
  expect(await call(['greet'], [full])).toMatchObject({
    code: 2,
    err: ['tiltmeter: no space is left on the disk (ENOSPC): /small/tree.json; make room and try again'],
  });
});

test.each([new TypeError('x is undefined'), 'a string'])(
  'anything else is an internal error',
  async (thrown) => {
    const broken = verb(async () => {
      throw thrown;
    });
    const { code, err } = await call(['greet'], [broken]);
    expect(code).toBe(3);
    expect(err[0]).toMatch(/^tiltmeter: internal error: (TypeError: x is undefined\n {4}at |a string$)/);
  },
);

test('every verb of the command line can be loaded', async () => {
  for (const { name, load } of VERBS) {
    expect({ name, ...(await load()) }).toEqual({ name, run: expect.any(Function) });
  }
});

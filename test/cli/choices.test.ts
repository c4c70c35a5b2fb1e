import { main } from '../../lib/cli/main';
import { parseVerb } from '../../lib/cli/parse-verb';
import { VERBS } from '../../lib/cli/verbs';

/** Every option, and every first word, that may be one of a few. */
const options = VERBS.flatMap(({ name, options }) =>
  Object.entries(options).flatMap(([option, { choices }]) =>
    choices ? [[`${name} --${option}`, choices] as const] : [],
  ),
);
const words = VERBS.flatMap(({ name, words }) => (words ? [[name, words] as const] : []));

async function told(...argv: string[]): Promise<{ code: number; err: string[] }> {
  const err: string[] = [];
  const silent = { out: () => {}, env: {}, cwd: '/nonexistent', isTty: false };
  const code = await main(argv, {
    ...silent,
    err: (line) => void err.push(line),
    signal: new AbortController().signal,
  });
  return { code, err };
}

/** With its last letter twice. */
const misspelt = (word: string): string => `${word}${word.at(-1)}`;

test.each(options)(
  '%s: a mistaken value is told the nearest and all that are allowed',
  async (what, choices) => {
    const [verb, option] = what.split(' ') as [string, string];
    for (const choice of choices) {
      const wrong = misspelt(choice);
      expect(await told(verb, option, wrong)).toEqual({
        code: 2,
        err: [
          `tiltmeter: ${verb}: ${option}: got '${wrong}', did you mean '${choice}', allowed: ${choices.join(', ')}`,
        ],
      });
    }
    expect((await told(verb, option, 'qqqqqqqqqqqq')).err).toEqual([
      `tiltmeter: ${verb}: ${option}: got 'qqqqqqqqqqqq', allowed: ${choices.join(', ')}`,
    ]);
  },
);

test.each(words)('%s: a mistaken word is told the nearest and all that are allowed', async (verb, known) => {
  for (const word of known) {
    expect(await told(verb, misspelt(word))).toEqual({
      code: 2,
      err: [
        `tiltmeter: ${verb}: got '${misspelt(word)}', did you mean '${word}', allowed: ${known.join(', ')}`,
      ],
    });
  }
  expect(await told(verb)).toEqual({
    code: 2,
    err: [`tiltmeter: ${verb}: got nothing, allowed: ${known.join(', ')}`],
  });
});

test('an option whose help lists its values says them to the shell, too', () => {
  const listed = VERBS.flatMap(({ name, options }) =>
    Object.entries(options)
      .filter(
        ([, { choices, type, help }]) =>
          type === 'string' && !choices && /\b[\w-]+, [\w-]+(,| or) [\w-]+$/.test(help),
      )
      .map(([option]) => `${name} --${option}`),
  );
  expect(listed).toEqual([]);
});

test('choices are taken in either case where the option says so, and several with commas', () => {
  const verbOf = (name: string) => VERBS.find((verb) => verb.name === name)!;
  expect(parseVerb(verbOf('logs'), ['--level', 'warning']).values.level).toBe('WARNING');
  expect(
    parseVerb(verbOf('diff'), ['--fail-on', 'lost, later', '--fail-on', 'new']).values['fail-on'],
  ).toEqual(['lost', 'later', 'new']);
});

import { exitCodes, flag, optionText } from './help';
import { printsJson, type Verb } from './verb';

/** docs/cli.md: every verb with its options, examples and exit codes, from the table of verbs. */
export function cliPage(verbs: readonly Verb[]): string {
  return [
    '# The command line',
    '',
    '`tiltmeter VERB [options]`, or `npx tiltmeter` where it is a dependency. What a verb prints to stdout is its result, on',
    'stderr it talks. `tiltmeter help VERB` shows what stands here; `tiltmeter completion bash|zsh|fish` makes a shell complete it.',
    'This page is written by `npm run cli-page` from the table of verbs.',
    '',
    '| verb | what it is for |',
    '|---|---|',
    ...verbs.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${cell(summary)} |`),
    '',
    '## JSON',
    '',
    ...JSON_RULES,
    ...verbs.flatMap(section),
    '',
  ].join('\n');
}

// --- internal ---

const JSON_RULES = [
  'What a verb prints with `--json` has a JSON Schema (2020-12) in [schemas](schemas), which is in the package as',
  '`tiltmeter/docs/schemas/VERB.schema.json`. Its `$id`, `urn:tiltmeter:json:VERB:1`, ends in a version, which rises when a',
  'member goes, or changes its type or meaning. A new member may come under the same version: a program should pass over',
  'members that it does not know, or validate with the schemas of the package that it runs. Instants are ISO-8601 in UTC unless',
  'a description says epoch milliseconds.',
];

function section(verb: Verb): string[] {
  const { name, summary, positionals, page } = verb;
  const options = Object.entries(verb.options);
  const usage = ['tiltmeter', name, options.length > 0 ? '[options]' : '', positionals ?? ''].filter(Boolean);
  return [
    '',
    `## ${name}`,
    '',
    `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.${page === 'cli' ? '' : ` More: [${page}.md](${page}.md).`}`,
    '',
    '```sh',
    ...verb.examples.map((example) => `tiltmeter ${example}`),
    '```',
    '',
    `Usage: \`${usage.join(' ')}\``,
    ...(options.length === 0
      ? []
      : [
          '',
          '| option | |',
          '|---|---|',
          ...options.map(
            ([option, spec]) => `| \`${cell(flag(option, spec))}\` | ${cell(optionText(spec))} |`,
          ),
        ]),
    '',
    `Exit codes: ${exitCodes(verb)
      .map(([code, meaning]) => `${code} ${meaning}`)
      .join('; ')}.`,
    ...(printsJson(verb)
      ? ['', `Shape of its JSON: [${name}.schema.json](schemas/${name}.schema.json).`]
      : []),
  ];
}

/** `<` would begin a tag, `|` the next cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

import { exitCodes, flag, optionText } from './help';
import type { Verb } from './verb';

/** docs/cli.md: every verb with its options, examples and exit codes, from the table of verbs. */
export function cliPage(verbs: readonly Verb[]): string {
  return [
    '# The command line',
    '',
    '`tiltmeter VERB [options]`, or `npx tiltmeter` where it is a dependency. What a verb prints to stdout is its result, on',
    'stderr it talks. `tiltmeter help VERB` shows what stands here; `tiltmeter completion bash|zsh|fish` makes a shell complete it.',
    'The documents of `--json` have JSON Schemas in [schemas](schemas), for `check`, `rehearse`, `times`, `cost` and `test-alert`.',
    'This page is written by `npm run cli-page` from the table of verbs.',
    '',
    '| verb | what it is for |',
    '|---|---|',
    ...verbs.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${cell(summary)} |`),
    ...verbs.flatMap(section),
    '',
  ].join('\n');
}

// --- internal ---

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
  ];
}

/** `<` would begin a tag, `|` the next cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

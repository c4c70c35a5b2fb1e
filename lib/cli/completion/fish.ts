import type { OptionSpec, Verb } from '../verb';

/** Fish's: one `complete` for each verb and each option. */
export function fishCompletion(verbs: readonly Verb[]): string {
  const names = verbs.map(({ name }) => name).join(' ');
  return [
    '# tiltmeter completion for fish',
    'complete -c tiltmeter -n __fish_use_subcommand -f -a help -d "show the options of a verb"',
    ...verbs.map(
      ({ name, summary }) =>
        `complete -c tiltmeter -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,
    ),
    `complete -c tiltmeter -n '__fish_seen_subcommand_from help' -f -a '${names}'`,
    ...verbs.flatMap(({ name, words }) => (words ? [firstWord(name, words)] : [])),
    ...verbs.flatMap(({ name, options }) => Object.entries(options).map((one) => option(name, ...one))),
  ].join('\n');
}

// --- internal ---

function firstWord(verb: string, words: readonly string[]): string {
  const isNext = `__fish_seen_subcommand_from ${verb}; and not __fish_seen_subcommand_from ${words.join(' ')}`;
  return `complete -c tiltmeter -n '${isNext}' -f -a '${words.join(' ')}'`;
}

function option(verb: string, name: string, { type, choices, help }: OptionSpec): string {
  const head = `complete -c tiltmeter -n '__fish_seen_subcommand_from ${verb}' -l ${name} -d ${quote(help)}`;
  if (type === 'boolean') return head;
  if (choices) return `${head} -x -a '${choices.join(' ')}'`;
  return name === 'realm' ? `${head} -x -a '${REALMS}'` : `${head} -r`;
}

/** A loop, since a pattern without a file is an error anywhere else. */
const REALMS = '(for file in realms/*.yaml; string replace -r ".*/(.*)[.]yaml" "\\$1" $file; end)';

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

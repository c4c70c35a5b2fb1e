import type { OptionSpec, Verb } from '../verb';

/** Zsh's: `_arguments` knows options, what they are for and what they take. */
export function zshCompletion(verbs: readonly Verb[]): string {
  const described = verbs.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`);
  return [
    '#compdef tiltmeter',
    '_tiltmeter_realms() {',
    '  local -a realms=(realms/*.yaml(N:t:r))',
    '  compadd -a realms',
    '}',
    '_tiltmeter() {',
    '  local -a verbs=(',
    ...described,
    '  )',
    '  if ((CURRENT == 2)) || [[ $words[2] == help ]]; then',
    '    _describe verb verbs',
    '    return',
    '  fi',
    '  local verb=$words[2]',
    '  shift words',
    '  ((CURRENT--))',
    '  case $verb in',
    ...verbs.map(
      ({ name, words, options }) =>
        `  ${name}) _arguments ${[...specs(options), ...first(words), "'*:file:_files'"].join(' ')} ;;`,
    ),
    '  esac',
    '}',
    // Where it is sourced; autoloaded from a folder of functions, its first line is enough.
    'if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _tiltmeter "$@"; else compdef _tiltmeter tiltmeter; fi',
  ].join('\n');
}

// --- internal ---

const specs = (options: Verb['options']): string[] => [
  ...Object.entries(options).map(([name, spec]) => quote(specOf(name, spec))),
  "'--help[show the options]'",
];

const first = (words: Verb['words']): string[] => (words ? [`'1:word:(${words.join(' ')})'`] : []);

function specOf(name: string, { type, multiple, value, choices, help }: OptionSpec): string {
  const often = multiple ? '*' : '';
  const text = `[${help.replace(/[[\]\\]/g, '\\$&').replaceAll(':', '\\:')}]`;
  if (type === 'boolean') return `${often}--${name}${text}`;
  const action = choices ? `(${choices.join(' ')})` : name === 'realm' ? '_tiltmeter_realms' : '_files';
  return `${often}--${name}=${text}:${(value ?? name).replaceAll(':', '\\:')}:${action}`;
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

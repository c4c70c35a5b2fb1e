import type { Verb } from '../verb';

/** Bash's: words by COMP_WORDS; where nothing is known of a word, bash completes files. */
export function bashCompletion(verbs: readonly Verb[]): string {
  const names = verbs.map(({ name }) => name).join(' ');
  return [
    '# tiltmeter completion for bash',
    '_tiltmeter() {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash that puts the words in
    '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]} words=',
    '  COMPREPLY=()',
    '  if ((COMP_CWORD == 1)); then',
    `    words='help version ${names}'`,
    '  elif [[ $verb == help ]]; then',
    `    words='${names}'`,
    '  else',
    '    case "$verb $before" in',
    ...verbs.flatMap(wordCases),
    ...verbs.flatMap(valueCases),
    '    *\' --realm\') words=$(for file in realms/*.yaml; do [[ -e $file ]] && basename "$file" .yaml; done) ;;',
    '    *)',
    '      [[ $word == -* ]] && case $verb in',
    ...verbs.map(({ name, options }) => `      ${name}) words='${flags(options)}' ;;`),
    '      esac',
    '      ;;',
    '    esac',
    '  fi',
    '  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '  return 0',
    '}',
    'complete -o default -F _tiltmeter tiltmeter',
  ].join('\n');
}

// --- internal ---

const flags = (options: Verb['options']): string =>
  [...Object.keys(options), 'help'].map((name) => `--${name}`).join(' ');

const valueCases = ({ name, options }: Verb): string[] =>
  Object.entries(options).flatMap(([option, { choices }]) =>
    choices ? [`    '${name} --${option}') words='${choices.join(' ')}' ;;`] : [],
  );

/** The first word after a verb that has only a few, where no option is begun. */
const wordCases = ({ name, words }: Verb): string[] =>
  words ? [`    '${name} ${name}') [[ $word == -* ]] || words='${words.join(' ')}' ;;&`] : [];

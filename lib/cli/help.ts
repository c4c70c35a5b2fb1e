import type { OptionSpec, Verb } from './verb';

export function helpForAll(verbs: readonly Verb[]): string {
  return [
    'tiltmeter: monitoring as code for fleets of job workers, rehearsed before the outage',
    '',
    'usage: tiltmeter VERB [options]',
    '',
    ...columns(verbs.map(({ name, summary }) => [name, summary])),
    '',
    'tiltmeter help VERB shows the options of a verb, with examples; tiltmeter --version the version',
  ].join('\n');
}

/** @param docs where the pages are */
export function helpForVerb(verb: Verb, docs: string): string {
  const options = Object.entries(verb.options);
  return [
    `tiltmeter ${verb.name}: ${verb.summary}`,
    '',
    `usage: tiltmeter ${verb.name}${options.length > 0 ? ' [options]' : ''}${verb.positionals ? ` ${verb.positionals}` : ''}`,
    ...(options.length > 0
      ? ['', ...columns(options.map(([name, spec]) => [flag(name, spec), optionText(spec)]))]
      : []),
    '',
    'examples:',
    ...verb.examples.map((example) => `  tiltmeter ${example}`),
    '',
    'exit codes:',
    ...columns(exitCodes(verb)),
    '',
    `page: ${docs}/${verb.page}.md`,
  ].join('\n');
}

/** Each exit code of a verb, and what it means. */
export function exitCodes({ findings, codes }: Verb): (readonly [code: string, meaning: string])[] {
  if (codes !== undefined)
    return [
      ['any', codes],
      ['2', 'bad usage or bad input'],
    ];
  return [
    ['0', 'done'],
    ...(findings === undefined ? [] : [['1', findings] as const]),
    ['2', 'bad usage or bad input'],
    ['3', 'an internal error'],
  ];
}

/** How an option is given, e.g. `--realm NAME`. */
export const flag = (name: string, { type, value, choices }: OptionSpec): string =>
  type === 'boolean' ? `--${name}` : `--${name} ${value ?? choices?.join('|') ?? 'VALUE'}`;

/** What an option does, with its default. */
export const optionText = ({ help, default: fallback, orOnly }: OptionSpec): string =>
  orOnly !== undefined
    ? `${help} (default the only one there, else ${orOnly})`
    : fallback === undefined || fallback === false
      ? help
      : `${help} (default ${fallback})`;

// --- internal ---

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

import type { OptionSpec, Verb } from './verb';

export function helpForAll(verbs: readonly Verb[]): string {
  return [
    'tiltmeter: monitoring as code for fleets of job workers, rehearsed before the outage',
    '',
    'usage: tiltmeter VERB [options]',
    '',
    ...columns(verbs.map(({ name, summary }) => [name, summary])),
    '',
    'tiltmeter VERB --help shows the options of a verb, tiltmeter --version the version',
  ].join('\n');
}

export function helpForVerb(verb: Verb): string {
  const options = Object.entries(verb.options);
  return [
    `tiltmeter ${verb.name}: ${verb.summary}`,
    '',
    `usage: tiltmeter ${verb.name}${options.length > 0 ? ' [options]' : ''}${verb.positionals ? ` ${verb.positionals}` : ''}`,
    ...(options.length > 0
      ? ['', ...columns(options.map(([name, spec]) => [flag(name, spec), text(spec)]))]
      : []),
    ...(verb.examples ? ['', 'examples:', ...verb.examples.map((example) => `  tiltmeter ${example}`)] : []),
  ].join('\n');
}

// --- internal ---

const flag = (name: string, { type, value }: OptionSpec): string =>
  type === 'boolean' ? `--${name}` : `--${name} ${value ?? 'VALUE'}`;

const text = ({ help, default: fallback }: OptionSpec): string =>
  fallback === undefined || fallback === false ? help : `${help} (default ${fallback})`;

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { closest } from '../text';
import { UsageError } from './usage-error';
import type { OptionValues, Verb } from './verb';

/**
 * What a command line gives a verb; throws UsageError for an option that it has not, one without its value, and a value
 * that is none of an option's choices.
 */
export function parseVerb(
  verb: Verb,
  args: readonly string[],
): { values: OptionValues; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(verb.options).map(([name, { type, multiple = false, default: fallback }]) => [
      name,
      { type, multiple, ...(fallback === undefined ? {} : { default: fallback }) },
    ]),
  );
  const parsed = parseOptions(verb, args, options);
  const values = parsed.values as OptionValues;
  for (const [name, { choices }] of Object.entries(verb.options)) {
    if (choices)
      for (const value of [values[name] ?? []].flat()) refuseOther(verb, name, String(value), choices);
  }
  return { values, positionals: parsed.positionals };
}

// --- internal ---

function parseOptions(verb: Verb, args: readonly string[], options: ParseArgsConfig['options']) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: verb.positionals !== undefined });
  } catch (error) {
    throw new UsageError(explain(verb, error as Error & { code?: string }));
  }
}

function refuseOther(verb: Verb, name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const near = closest(value, choices);
  const hint = near ? `, did you mean '${near}'` : '';
  throw new UsageError(`${verb.name}: --${name}: got '${value}'${hint}, allowed: ${choices.join(', ')}`);
}

/** node:util's messages in the words of this program, with the nearest known option and the way to the help. */
function explain(verb: Verb, error: Error & { code?: string }): string {
  const see = `see tiltmeter ${verb.name} --help`;
  const [, unknown] = /^Unknown option '(--?[^']+)'/.exec(error.message) ?? [];
  if (unknown) {
    const near = closest(unknown.replace(/^-+/, ''), Object.keys(verb.options));
    return `${verb.name}: unknown option ${unknown}${near ? `, did you mean --${near}` : ''}; ${see}`;
  }
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    return `${verb.name}: takes no arguments but options; ${see}`;
  }
  const [, option, what] = /^Option '(--[^ ']+).*' argument (missing|is ambiguous)/.exec(error.message) ?? [];
  if (!option) return `${verb.name}: ${error.message.split('. ')[0]}; ${see}`;
  const dash = what === 'missing' ? '' : `; one that begins with - is given as ${option}=VALUE`;
  return `${verb.name}: ${option} needs a value${dash}; ${see}`;
}

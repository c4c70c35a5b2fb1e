import { type ParseArgsConfig, parseArgs } from 'node:util';
import { closest, gotOther } from '../text';
import { UsageError } from './usage-error';
import type { OptionSpec, OptionValues, Verb } from './verb';

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
  const chosen = Object.entries(verb.options).flatMap(([name, spec]) =>
    spec.choices && values[name] !== undefined ? [[name, chosenOf(verb, name, spec, values[name])]] : [],
  );
  const [word] = parsed.positionals;
  if (verb.words && !verb.words.includes(word ?? '')) {
    throw new UsageError(
      word === undefined
        ? `${verb.name}: got nothing, allowed: ${verb.words.join(', ')}`
        : `${verb.name}: ${gotOther(word, verb.words)}`,
    );
  }
  return { values: { ...values, ...Object.fromEntries(chosen) }, positionals: parsed.positionals };
}

// --- internal ---

function parseOptions(verb: Verb, args: readonly string[], options: ParseArgsConfig['options']) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: verb.positionals !== undefined });
  } catch (error) {
    throw new UsageError(explain(verb, error as Error & { code?: string }));
  }
}

/** The value of an option with choices, in their spelling; a list of all with commas. */
function chosenOf(
  verb: Verb,
  name: string,
  spec: OptionSpec,
  given: OptionValues[string],
): OptionValues[string] {
  const { choices = [], anyCase = false, commas = false, multiple = false } = spec;
  const texts = [given ?? []].flat().map(String);
  const split = commas ? texts.flatMap((text) => text.split(',').map((part) => part.trim())) : texts;
  const found = split.map((text) => {
    const meant = anyCase ? text.toUpperCase() : text;
    const choice = choices.find((one) => (anyCase ? one.toUpperCase() : one) === meant);
    if (choice !== undefined) return choice;
    throw new UsageError(`${verb.name}: --${name}: ${gotOther(text, choices)}`);
  });
  return multiple ? found : found[0];
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

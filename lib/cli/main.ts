import { parseArgs } from 'node:util';
import { closest } from '../text';
import { helpForAll, helpForVerb } from './help';
import type { Io } from './io';
import { missingPackage } from './missing-package';
import { UsageError } from './usage-error';
import { EXIT, type ExitCode, type OptionValues, type Verb } from './verb';
import { VERBS } from './verbs';

/**
 * Runs one verb. Never throws: bad usage and bad input are one line on stderr and exit code 2, anything
 * unexpected is reported with its stack and exit code 3.
 */
export async function main(
  argv: readonly string[],
  io: Io,
  verbs: readonly Verb[] = VERBS,
): Promise<ExitCode> {
  try {
    return await dispatch(argv, io, verbs);
  } catch (error) {
    if (isUserError(error)) {
      for (const line of (error as Error).message.split('\n')) io.err(`tiltmeter: ${line}`);
      return EXIT.usage;
    }
    const lack = lackOf(error);
    if (lack) {
      io.err(`tiltmeter: ${lack}`);
      return EXIT.usage;
    }
    const missing = missingPackage(error, verbs.find(({ name }) => name === argv[0])?.needs);
    if (missing) {
      io.err(`tiltmeter: ${missing}`);
      return EXIT.usage;
    }
    io.err(`tiltmeter: internal error: ${error instanceof Error ? error.stack : String(error)}`);
    return EXIT.internal;
  }
}

// --- internal ---

async function dispatch(argv: readonly string[], io: Io, verbs: readonly Verb[]): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    (name === undefined ? io.err : io.out)(helpForAll(verbs));
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  if (name === 'version' || name === '--version') {
    // Loaded here, so that no verb waits for it.
    const { version } = require('./version') as typeof import('./version');
    io.out(version());
    return EXIT.ok;
  }
  const verb = verbs.find((candidate) => candidate.name === name);
  if (!verb) {
    const near = closest(
      name,
      verbs.map((candidate) => candidate.name),
    );
    throw new UsageError(
      `unknown verb '${name}'${near ? `, did you mean '${near}'` : ''}; see tiltmeter help`,
    );
  }
  if (wantsHelp(rest)) {
    io.out(helpForVerb(verb));
    return EXIT.ok;
  }
  const { values, positionals } = parse(verb, rest);
  const { run } = await verb.load();
  return run(values, positionals, io);
}

function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  return own.includes('--help') || own.includes('-h');
}

function parse(verb: Verb, args: readonly string[]): { values: OptionValues; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(verb.options).map(([name, { type, multiple = false, default: fallback }]) => [
      name,
      { type, multiple, ...(fallback === undefined ? {} : { default: fallback }) },
    ]),
  );
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: verb.positionals !== undefined });
    return { values: parsed.values as OptionValues, positionals: parsed.positionals };
  } catch (error) {
    throw new UsageError(explain(verb, error as Error & { code?: string }));
  }
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

/** Errors that are the user's to mend carry `userError: true`, whatever folder they come from. */
function isUserError(error: unknown): boolean {
  return (error as { userError?: boolean } | undefined)?.userError === true;
}

/** What the machine is short of, in any step of any verb; the user's to mend as well. */
function lackOf(error: unknown): string | undefined {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  const lack = LACKS.get(code);
  return lack && `${lack} (${code})${path ? `: ${path}` : ''}; make room and try again`;
}

const LACKS: ReadonlyMap<string | undefined, string> = new Map([
  ['ENOSPC', 'no space is left on the disk'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EMFILE', 'too many files are open'],
]);

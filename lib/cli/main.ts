import { join } from 'node:path';
import { closest } from '../text';
import { helpForAll, helpForVerb } from './help';
import type { Io } from './io';
import { missingPackage } from './missing-package';
import { withRealm } from './only-realm';
import { parseVerb } from './parse-verb';
import { UsageError } from './usage-error';
import { EXIT, type ExitCode, type Verb } from './verb';
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
  if (name === undefined) {
    io.err(helpForAll(verbs));
    return EXIT.usage;
  }
  if (HELP.has(name)) {
    io.out(rest[0] === undefined ? helpForAll(verbs) : helpForVerb(verbOf(rest[0], verbs), docsFolder()));
    return EXIT.ok;
  }
  if (name === 'version' || name === '--version') {
    // Loaded here, so that no verb waits for it.
    const { version } = require('./version') as typeof import('./version');
    io.out(version());
    return EXIT.ok;
  }
  const verb = verbOf(name, verbs);
  if (wantsHelp(rest)) {
    io.out(helpForVerb(verb, docsFolder()));
    return EXIT.ok;
  }
  const { values, positionals } = parseVerb(verb, rest);
  const { run } = await verb.load();
  return run(withRealm(verb, values, io), positionals, io, verbs);
}

const HELP: ReadonlySet<string> = new Set(['help', '--help', '-h']);

function verbOf(name: string, verbs: readonly Verb[]): Verb {
  const verb = verbs.find((candidate) => candidate.name === name);
  if (verb) return verb;
  const names = verbs.map((candidate) => candidate.name);
  const near = closest(name, names);
  throw new UsageError(`unknown verb '${name}'${near ? `, did you mean '${near}'` : ''}; see tiltmeter help`);
}

function docsFolder(): string {
  // Loaded here, so that no verb waits for it.
  const { packageFolder } = require('./package-folder') as typeof import('./package-folder');
  return join(packageFolder(), 'docs');
}

function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  return own.includes('--help') || own.includes('-h');
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

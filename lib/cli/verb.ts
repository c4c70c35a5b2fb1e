import type { Io } from './io';

/** The exit codes of every verb. */
export const EXIT = { ok: 0, findings: 1, usage: 2, internal: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** The only values there are; another is refused with the nearest, and the shell completes them. @default any */
  readonly choices?: readonly string[];
  /** Of choices: they may be given in either case, and reach the verb as they are written here. @default false */
  readonly anyCase?: boolean;
  /** Of choices: several may be given at once, with commas. @default false */
  readonly commas?: boolean;
  /** May be given more than once; the value is a list. */
  readonly multiple?: boolean;
  readonly default?: string | boolean;
  /** Of a realm: without the option the only one of the directory, or this where there are several or none. */
  readonly orOnly?: string;
  /** Name of the value in the help text, e.g. `FILE`. */
  readonly value?: string;
  readonly help: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One verb of the command line, as data: main.ts parses, checks and prints the help from it. */
export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** What may follow the verb, e.g. `[FILE…]`; absent when nothing may. */
  readonly positionals?: string;
  /** The only words that the first of these may be; the shell completes them. @default any */
  readonly words?: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What follows `tiltmeter` in examples of its use, two at least: whoever copies one must get something. */
  readonly examples: readonly [string, string, ...string[]];
  /** What exit code 1 means, where there is one. */
  readonly findings?: string;
  /** What the exit code is, where it is not of this program. */
  readonly codes?: string;
  /** The page of `docs` that says more, without its ending. */
  readonly page: string;
  /** Optional peers that it loads, besides the CDK for a realm file. @default none */
  readonly needs?: readonly string[];
  /** Loaded lazily, so that one verb does not pay for the imports of another. */
  readonly load: () => Promise<{ readonly run: VerbRun }>;
}

/** Whether a verb has documents for programs, which docs/schemas describes. */
export const printsJson = ({ options }: Verb): boolean =>
  options.json !== undefined || options.format?.choices?.includes('json') === true;

export type VerbRun = (
  values: OptionValues,
  positionals: readonly string[],
  io: Io,
  /** All verbs, for the one that is about them. */
  verbs?: readonly Verb[],
) => Promise<ExitCode>;

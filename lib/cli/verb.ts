import type { Io } from './io';

/** The exit codes of every verb. */
export const EXIT = { ok: 0, findings: 1, usage: 2, internal: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** May be given more than once; the value is a list. */
  readonly multiple?: boolean;
  readonly default?: string | boolean;
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
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What follows `tiltmeter` in examples of its use, for the help text. @default none */
  readonly examples?: readonly string[];
  /** Optional peers that it loads, besides the CDK for a realm file. @default none */
  readonly needs?: readonly string[];
  /** Loaded lazily, so that one verb does not pay for the imports of another. */
  readonly load: () => Promise<{ readonly run: VerbRun }>;
}

export type VerbRun = (values: OptionValues, positionals: readonly string[], io: Io) => Promise<ExitCode>;

import { resolve } from 'node:path';
import {
  playableModel,
  type ReadOptions,
  readBranches,
  readTemplates,
  type TemplateModel,
  type TemplateSource,
  templateSources,
} from '../rehearsal';
import type { Io } from './io';
import { openInput } from './open-input';
import { ownTemplates } from './own-templates';
import { readParameterFile } from './parameter-file';
import { synthesisedRealm } from './synth-cache';
import { UsageError } from './usage-error';
import type { OptionValues } from './verb';

/** Which templates are meant: files, or a realm. */
export interface TemplateChoice {
  /** Absolute, or `-` for standard input. */
  readonly paths: readonly string[];
  readonly realm?: string;
  /** What standard input has, when it is one of the paths. */
  readonly stdin?: string;
  /** The parameters of package.json are for it although its templates are others. */
  readonly takesOwnParameters?: boolean;
  /** Parameters that are given and not for it. */
  readonly lacks?: readonly string[];
  /** What the stack of its one template is called, whatever the file's name. */
  readonly stackName?: string;
}

/**
 * What the options choose; undefined when they choose nothing. Standard input is read if it is chosen. `together`: a
 * realm beside templates is allowed.
 */
export async function templateChoice(
  verb: string,
  values: OptionValues,
  io: Io,
  { together = false } = {},
): Promise<TemplateChoice | undefined> {
  const given = (values.template ?? []) as readonly string[];
  const paths = given.map((path) => (path === STDIN ? path : resolve(io.cwd, path)));
  const realm = values.realm as string | undefined;
  if (paths.length > 0 && realm !== undefined && !together) {
    throw new UsageError('--template and --realm: got both, allowed: one of them');
  }
  if (paths.length === 0 && realm === undefined) return undefined;
  const chosen = { paths, ...(realm !== undefined && { realm }) };
  return paths.includes(STDIN) ? { ...chosen, stdin: await allOf(verb, io) } : chosen;
}

/** Reads the templates of a choice; the same choice is read once. */
export function templateReader(values: OptionValues, cwd: string) {
  // A mistake in the options is said before anything is read.
  readOptions({ paths: [] }, values, cwd);
  const read = new Map<string, TemplateModel>();
  return (choice: TemplateChoice): TemplateModel => {
    const key = JSON.stringify(choice);
    const model =
      read.get(key) ?? readTemplates(sourcesOf(choice, values, cwd), readOptions(choice, values, cwd));
    read.set(key, model);
    return model;
  };
}

/** The same without what CloudWatch would refuse, which the model says. */
export function playableReader(values: OptionValues, cwd: string) {
  const read = templateReader(values, cwd);
  const playable = new Map<TemplateModel, TemplateModel>();
  return (choice: TemplateChoice): TemplateModel => {
    const whole = read(choice);
    const model = playable.get(whole) ?? playableModel(whole);
    playable.set(whole, model);
    return model;
  };
}

/** Reads every branch of the templates of a choice, that of the defaults first. */
export function templateBranches(choice: TemplateChoice, values: OptionValues, cwd: string): TemplateModel[] {
  return readBranches(sourcesOf(choice, values, cwd), readOptions(choice, values, cwd));
}

/** The templates of a choice. */
export function sourcesOf(
  { paths, realm, stdin, stackName }: TemplateChoice,
  values: OptionValues,
  cwd: string,
): TemplateSource[] {
  const synthesised =
    realm === undefined
      ? []
      : templateSources(synthesisedRealm({ realm, realms: String(values.realms), cwd }));
  const given = paths.flatMap((path) =>
    path === STDIN ? [{ text: stdin ?? '', stackName: 'stdin' }] : templateSources(path),
  );
  return [...synthesised, ...given].map((source) =>
    stackName === undefined ? source : { ...source, stackName },
  );
}

/** Values of parameters: those that are given, also in a file, beat those of package.json, which has them for its own templates alone. */
export function readOptions(choice: TemplateChoice, values: OptionValues, cwd: string): ReadOptions {
  const own = ownTemplates(cwd);
  const takesOwn = choice.takesOwnParameters ?? isOwnChoice(choice, cwd);
  const files = (values.parameters ?? []) as readonly string[];
  const deployedParameters: Readonly<Record<string, unknown>> = Object.fromEntries(
    files.flatMap((file) => Object.entries(readParameterFile(file, cwd))),
  );
  const ownParameters = Object.entries(takesOwn ? own.parameters : {}).filter(
    ([name]) => !Object.hasOwn(deployedParameters, name),
  );
  const parameters = {
    ...Object.fromEntries(ownParameters),
    ...readParameters((values.parameter ?? []) as readonly string[]),
  };
  const { lacks = [] } = choice;
  return {
    parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => !lacks.includes(name))),
    deployedParameters,
  };
}

/** Whether all that is chosen are templates of package.json. */
export function isOwnChoice({ paths }: TemplateChoice, cwd: string): boolean {
  const own = ownTemplates(cwd);
  return paths.length > 0 && paths.every((path) => own.paths.includes(path));
}

// --- internal ---

const STDIN = '-';

async function allOf(verb: string, io: Io): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openInput(verb, STDIN, io)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Values of `--parameter`. */
export function readParameters(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at <= 0) throw new UsageError(`--parameter: got '${text}', allowed: NAME=VALUE`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

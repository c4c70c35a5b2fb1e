import { resolve } from 'node:path';
import { readTemplates, type TemplateModel, templateSources } from '../rehearsal';
import { synthesisedRealm } from './synth-cache';
import { UsageError } from './usage-error';
import type { OptionValues } from './verb';

/** Which templates are meant: files, or a realm. */
export interface TemplateChoice {
  readonly paths: readonly string[];
  readonly realm?: string;
}

/** What the options choose; undefined when they choose nothing. */
export function templateChoice(values: OptionValues, cwd: string): TemplateChoice | undefined {
  const paths = ((values.template ?? []) as readonly string[]).map((path) => resolve(cwd, path));
  const realm = values.realm as string | undefined;
  if (paths.length > 0 && realm !== undefined) {
    throw new UsageError('--template and --realm: got both, allowed: one of them');
  }
  if (paths.length > 0) return { paths };
  return realm === undefined ? undefined : { paths: [], realm };
}

/** Reads the templates of a choice; the same choice is read once. */
export function templateReader(values: OptionValues, cwd: string) {
  const parameters = readParameters((values.parameter ?? []) as readonly string[]);
  const read = new Map<string, TemplateModel>();
  const load = ({ paths, realm }: TemplateChoice): TemplateModel => {
    const chosen =
      realm === undefined ? paths : [synthesisedRealm({ realm, realms: String(values.realms), cwd })];
    return readTemplates(chosen.flatMap(templateSources), { parameters });
  };
  return (choice: TemplateChoice): TemplateModel => {
    const key = JSON.stringify(choice);
    const model = read.get(key) ?? load(choice);
    read.set(key, model);
    return model;
  };
}

// --- internal ---

function readParameters(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at <= 0) throw new UsageError(`--parameter: got '${text}', allowed: NAME=VALUE`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

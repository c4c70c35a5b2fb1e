import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from './usage-error';

/** The templates that a directory is about, as `init --template` writes them into its package.json. */
export interface OwnTemplates {
  /** Absolute. */
  readonly paths: readonly string[];
  /** Values of their parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * What `"tiltmeter": { "template": FILE or list, "parameters": { NAME: VALUE } }` of a directory's package.json says;
 * without it, or without a package.json, nothing.
 *
 * @throws {UsageError} where it says something else
 */
export function ownTemplates(cwd: string): OwnTemplates {
  const { template = [], parameters = {} } = sectionOf(cwd);
  const paths = [template].flat();
  if (!paths.every((path) => typeof path === 'string')) throw wrong('template', 'a path, or a list of paths');
  const values = mapOf('parameters', parameters);
  if (!Object.values(values).every(isScalar)) throw wrong('parameters', 'texts and numbers by name');
  return {
    paths: paths.map((path) => resolve(cwd, path)),
    parameters: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
  };
}

// --- internal ---

function sectionOf(cwd: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(join(cwd, 'package.json'), 'utf8');
  } catch {
    return {};
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // It is npm's to say.
    return {};
  }
  const section = (content as { tiltmeter?: unknown } | null)?.tiltmeter;
  return section === undefined ? {} : mapOf(undefined, section);
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function mapOf(member: string | undefined, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw wrong(member, 'a mapping');
}

const wrong = (member: string | undefined, allowed: string): UsageError =>
  new UsageError(`package.json: tiltmeter${member === undefined ? '' : `.${member}`}: allowed: ${allowed}`);

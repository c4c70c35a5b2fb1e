import { basename } from 'node:path';
import type { z } from 'zod';
import { closest, withoutPassword } from '../text';
import { crossRules } from './cross-rules';
import type { FieldIssue } from './fields';
import type { RealmConfig } from './realm-config';
import type { RealmProblem } from './realm-file-error';
import { realmSchema } from './realm-schema';
import { parseYaml, type YamlSource } from './yaml-source';

/** A realm file that passed, or everything that is wrong with it in the order of its lines. */
export type RealmFile = { readonly config: RealmConfig } | { readonly problems: readonly RealmProblem[] };

/** Checks the text of a realm file; `file` is its path as messages show it. */
export function readRealmFile(file: string, text: string): RealmFile {
  const source = parseYaml(text);
  const problems: RealmProblem[] = source.faults.map((fault) => ({ file, ...fault }));
  if (source.broken) return { problems };

  const checked = realmSchema.safeParse(source.data);
  const issues = [
    ...(checked.error?.issues ?? []),
    ...(crossRules.safeParse(source.data).error?.issues ?? []),
    ...wrongName(file, source.data),
    ...noNames(source.data),
  ];
  for (const issue of issues) {
    for (const { path, message } of mistakes(source, issue)) {
      problems.push({ file, line: source.lineOf(path), message });
    }
  }
  if (checked.success && problems.length === 0) return { config: { file, ...checked.data } };
  return { problems: problems.sort((a, b) => a.line! - b.line!) };
}

// --- internal ---

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The file is found by the realm's name, so they must agree. */
function wrongName(file: string, data: unknown): z.core.$ZodIssueCustom[] {
  const expected = basename(file, '.yaml');
  const realm = valueAt(data, ['realm']);
  if (typeof realm !== 'string' || realm === expected) return [];
  const params: FieldIssue = { what: "not the file's name", allowed: `${expected}, or rename the file` };
  return [{ code: 'custom', path: ['realm'], message: '', params: { ...params } }];
}

/** `__proto__`, wherever it is a name: neither zod nor any table can hold it, so it would be left out. */
function noNames(data: unknown, path: readonly PropertyKey[] = []): z.core.$ZodIssueCustom[] {
  if (typeof data !== 'object' || data === null) return [];
  const params = { what: 'not a name', allowed: 'any other', key: true };
  return Object.entries(data).flatMap(([key, value]) => {
    const inner = [...path, Array.isArray(data) ? Number(key) : key];
    if (key !== '__proto__') return noNames(value, inner);
    return [{ code: 'custom' as const, path: inner, message: '', params }];
  });
}

function mistakes(source: YamlSource, issue: z.core.$ZodIssue): Mistake[] {
  // Of a section that may be `off`, and neither is: the section is what was meant.
  if (issue.code === 'invalid_union') {
    return (issue.errors.at(-1) ?? []).flatMap((inner) =>
      mistakes(source, { ...inner, path: [...issue.path, ...inner.path] }),
    );
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(issue, key) }));
  }
  const value = valueAt(source.data, issue.path);
  const { what, allowed, secret, key } = fieldIssue(issue);
  const got = key ? quote(String(issue.path.at(-1))) : describe(value);
  const shown = secret && value != null ? 'a value that is not shown here' : got;
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  const wrong = value === undefined && !key ? 'missing' : value === null ? 'empty' : what;
  return [{ path: issue.path, message: `${where}${wrong}, got ${shown}, allowed: ${allowed}` }];
}

function unknownKey(issue: z.core.$ZodIssueUnrecognizedKeys, key: string): string {
  const near = closest(key, issue.message.split(', '));
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  const hint = near ? `, did you mean ${quote(near)}` : '';
  return `${where}unknown key, got ${quote(key)}${hint}, allowed: ${issue.message}`;
}

/** zod's own issues are of a wrong type only; their message is what is allowed. */
function fieldIssue(issue: z.core.$ZodIssue): FieldIssue & { key?: boolean } {
  if (issue.code === 'custom') return issue.params as unknown as FieldIssue;
  const expected = issue.code === 'invalid_type' && issue.expected === 'array' ? 'a list' : 'a map';
  return { what: `not ${expected}`, allowed: issue.message };
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (value: unknown, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    data,
  );
}

/** A value as the reader wrote it, as far as that is short. */
function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? quote(withoutPassword(value)) : String(value);
}

function quote(value: string): string {
  const short = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return `'${JSON.stringify(short).slice(1, -1)}'`;
}

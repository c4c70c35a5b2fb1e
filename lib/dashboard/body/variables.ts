import { replacedTexts } from './replaced-texts';
import { given, isUnknown, type Json, listOf, recordOf, textOf } from './values';

/**
 * Widgets with the variables of the dashboard at their defaults: a pattern is replaced in every text, a property wherever a
 * widget or a metric has it. Source: Dashboard Body Structure and Syntax, variables array structure.
 */
export function withVariables(
  widgets: readonly unknown[],
  variables: readonly unknown[],
): { readonly widgets: readonly unknown[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  let all = widgets;
  for (const variable of variables.map(recordOf)) {
    if (!variable) continue;
    const name = textOf(variable.label) ?? textOf(variable.id) ?? 'of the dashboard';
    const value = defaultOf(variable);
    if (value === undefined) {
      notes.push(`variable ${name} has no fixed default: what it changes is drawn as it is written`);
      continue;
    }
    const change = changeOf(variable, value, all);
    if (typeof change === 'string') notes.push(`variable ${name} is not applied: ${change}`);
    else all = all.map((widget) => mapped(widget, change));
  }
  return { widgets: all, notes };
}

// --- internal ---

/** What becomes of a node of the body; undefined: what becomes of its parts. */
type Change = (node: unknown) => unknown;

/** The first value that a search finds depends on what there is in the account. */
const FIRST_FOUND = '__FIRST';

function defaultOf({ defaultValue, values }: Json): string | undefined {
  const first = recordOf(listOf(values)?.[0])?.value;
  const value = scalarOf(defaultValue) ?? scalarOf(first);
  return value === FIRST_FOUND || value === '' || isUnknown(value) ? undefined : value;
}

const scalarOf = (value: unknown): string | undefined =>
  typeof value === 'boolean' ? String(value) : textOf(value);

/** Or why there is none. */
function changeOf(
  { type, pattern, property }: Json,
  value: string,
  widgets: readonly unknown[],
): Change | string {
  if (isUnknown(pattern) || isUnknown(property) || isUnknown(type)) return 'what it changes is not known';
  if (type === 'pattern' && typeof pattern === 'string' && pattern !== '') {
    const texts = replacedTexts(textsIn(widgets), pattern, value);
    return typeof texts === 'string'
      ? texts
      : (node) => (typeof node === 'string' ? texts.get(node) : undefined);
  }
  if (type === 'property' && typeof property === 'string')
    return (node) => withProperty(node, property, value);
  return 'it has neither a pattern nor a property';
}

function textsIn(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return Object.values(recordOf(node) ?? listOf(node) ?? []).flatMap(textsIn);
}

/** A property of an object, the value after a dimension's name in a metric, or what a SEARCH asks of it. */
function withProperty(node: unknown, property: string, value: string): unknown {
  if (typeof node === 'string') return searching(node, property, value);
  const record = recordOf(node);
  if (record && Object.hasOwn(record, property) && typeof record[property] !== 'object')
    return { ...record, ...given(property, likeBefore(record[property], value)) };
  const list = listOf(node);
  const at = list?.findIndex((item, index) => index >= 2 && index % 2 === 0 && item === property) ?? -1;
  if (!list || at < 0 || typeof list[at + 1] !== 'string') return undefined;
  return list.with(at + 1, value);
}

function likeBefore(before: unknown, value: string): unknown {
  if (typeof before === 'number') return Number(value);
  return typeof before === 'boolean' ? value === 'true' : value;
}

/** `Name=value` and `Name="value"` in a SEARCH, which are replaced by the value as it is. */
function searching(text: string, property: string, value: string): string | undefined {
  if (!/\bSEARCH\s*\(/.test(text)) return undefined;
  const name = property.replace(/[^\w]/g, '\\$&');
  const exact = `${property}="${value.replace(/["\\()]/g, '\\$&')}"`;
  return text.replace(
    new RegExp(`(?<![\\w-])${name}=(?:"(?:\\\\.|[^"\\\\])*"|[^\\s"')]+)`, 'g'),
    () => exact,
  );
}

function mapped(node: unknown, change: Change): unknown {
  const changed = change(node) ?? node;
  const list = listOf(changed);
  if (list) return list.map((item) => mapped(item, change));
  const record = recordOf(changed);
  return record
    ? Object.fromEntries(Object.entries(record).map(([key, value]) => [key, mapped(value, change)]))
    : changed;
}

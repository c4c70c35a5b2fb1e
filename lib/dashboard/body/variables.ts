import { given, type Json, listOf, recordOf, textOf } from './values';

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
    const change = value === undefined ? undefined : changeOf(variable, value);
    if (change) all = all.map((widget) => mapped(widget, change));
    else notes.push(`variable ${name} has no fixed default: what it changes is drawn as it is written`);
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
  const value = textOf(defaultValue) ?? textOf(first);
  return value === FIRST_FOUND || value === '' ? undefined : value;
}

function changeOf({ type, pattern, property }: Json, value: string): Change | undefined {
  if (type === 'pattern' && typeof pattern === 'string' && pattern !== '') {
    const found = regularExpression(pattern);
    return found && ((node) => (typeof node === 'string' ? node.replace(found, () => value) : undefined));
  }
  if (type === 'property' && typeof property === 'string')
    return (node) => withProperty(node, property, value);
  return undefined;
}

function regularExpression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'g');
  } catch {
    return undefined;
  }
}

/** A property of an object, the value after a dimension's name in a metric, or what a SEARCH asks of it. */
function withProperty(node: unknown, property: string, value: string): unknown {
  if (typeof node === 'string') return searching(node, property, value);
  const record = recordOf(node);
  if (record && Object.hasOwn(record, property) && typeof record[property] !== 'object')
    return { ...record, ...given(property, typeof record[property] === 'number' ? Number(value) : value) };
  const list = listOf(node);
  const at = list?.findIndex((item, index) => index >= 2 && index % 2 === 0 && item === property) ?? -1;
  if (!list || at < 0 || typeof list[at + 1] !== 'string') return undefined;
  return list.with(at + 1, value);
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

import { isRecord } from '../../is-record';

/** What of a loop's collection is known: its items as texts, or undefined. */
export type Collection = (expression: unknown) => readonly string[] | undefined;

/**
 * A template whose `Fn::ForEach` loops are written out, wherever they are. A loop over what is not known stays, and is
 * told to `unknownLoop` by its key.
 *
 * Source: CloudFormation user guide, Fn::ForEach: `[Identifier, collection, { key: value }]`; `${Identifier}` and
 * `&{Identifier}` (letters and digits only) stand for the item, and so does a Ref to the identifier.
 */
export function expandLoops(
  value: unknown,
  itemsOf: Collection,
  unknownLoop: (key: string) => void,
): unknown {
  return expanded(value, 0);

  function expanded(one: unknown, depth: number): unknown {
    if (depth > MAX_DEPTH) return one;
    if (Array.isArray(one)) return one.map((item) => expanded(item, depth + 1));
    if (!isRecord(one)) return one;
    const out: [string, unknown][] = [];
    for (const [key, member] of Object.entries(one)) {
      if (key.startsWith(LOOP)) out.push(...written(key, member, depth));
      else out.push([key, expanded(member, depth + 1)]);
    }
    return Object.fromEntries(out);
  }

  function written(key: string, loop: unknown, depth: number): [string, unknown][] {
    const [identifier, collection, body] = Array.isArray(loop) ? loop : [];
    const items = itemsOf(collection);
    if (typeof identifier !== 'string' || !isRecord(body) || items === undefined) {
      unknownLoop(key);
      return [];
    }
    // An inner loop may run over the item of the outer one, so that the outer is put in first.
    return items.flatMap((item) =>
      Object.entries(expanded(replaced(body, identifier, item), depth + 1) as object),
    );
  }
}

/** Whether there is a loop anywhere in the value: most templates have none, and are not copied. */
export function hasLoop(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.some((item) => hasLoop(item, depth + 1));
  return (
    isRecord(value) &&
    Object.entries(value).some(([key, member]) => key.startsWith(LOOP) || hasLoop(member, depth + 1))
  );
}

// --- internal ---

const LOOP = 'Fn::ForEach::';

/** Deeper than what is resolved. */
const MAX_DEPTH = 400;

function replaced(value: unknown, identifier: string, item: string): unknown {
  const inText = (text: string) =>
    text
      .replaceAll(`\${${identifier}}`, item)
      .replaceAll(`&{${identifier}}`, item.replace(/[^A-Za-z0-9]/g, ''));
  if (typeof value === 'string') return inText(value);
  if (Array.isArray(value)) return value.map((one) => replaced(one, identifier, item));
  if (!isRecord(value)) return value;
  if (value.Ref === identifier && Object.keys(value).length === 1) return item;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [inText(key), replaced(member, identifier, item)]),
  );
}

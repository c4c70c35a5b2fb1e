import { lookUp } from '../../../../../text/look-up';
import { isRecord } from '../../../is-record';

/**
 * The value with references to what SAM generates (`!Ref Function.Alias`, `${Function.Alias}`) as references to the
 * logical id that it gets.
 *
 * @param names `Function.Alias` to the logical id
 */
export function renamedReferences(value: unknown, names: Readonly<Record<string, string>>): unknown {
  return Object.keys(names).length === 0 ? value : renamed(value, 0);

  function renamed(one: unknown, depth: number): unknown {
    if (depth > MAX_DEPTH || typeof one !== 'object' || one === null) return one;
    if (Array.isArray(one)) return one.map((item) => renamed(item, depth + 1));
    if (!isRecord(one)) return one;
    return Object.fromEntries(
      Object.entries(one).map(([key, member]) => [key, argument(key, member, depth)]),
    );
  }

  function argument(name: string, of: unknown, depth: number): unknown {
    if (name === 'Ref' && typeof of === 'string') return lookUp(names, of) ?? of;
    if (name === 'Fn::Sub' && typeof of === 'string') return inText(of);
    if (name === 'Fn::Sub' && Array.isArray(of) && typeof of[0] === 'string') {
      return [inText(of[0]), ...of.slice(1).map((item) => renamed(item, depth + 1))];
    }
    return renamed(of, depth + 1);
  }

  function inText(text: string): string {
    return text.replace(/\$\{([^{}!]*)\}/g, (whole, name: string) => {
      const to = lookUp(names, name.trim());
      return to === undefined ? whole : `\${${to}}`;
    });
  }
}

// --- internal ---

/** Deeper than what is resolved. */
const MAX_DEPTH = 400;

/** A block of an Alloy file, as read back. */
export interface ReadBlock {
  readonly name: string;
  readonly label?: string;
  readonly attributes: Readonly<Record<string, ReadValue>>;
  readonly blocks: readonly ReadBlock[];
}

export type ReadValue =
  | string
  | { readonly reference: string }
  | readonly ReadValue[]
  | { readonly [key: string]: ReadValue };

/**
 * Reads the part of Alloy's syntax that the stack writes: blocks with an optional label, attributes, strings in
 * both quotations, lists, objects and references. Not the whole language: numbers, functions and operators are
 * refused, so that the writer cannot begin to use them unnoticed.
 * @throws Error with the line of whatever does not fit
 */
export function readAlloy(text: string): readonly ReadBlock[] {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at]?.text;
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (!token) throw new Error(`the file ends, expected ${expected ?? 'more'}`);
    if (expected !== undefined && token.text !== expected) {
      throw new Error(`line ${token.line}: got ${token.text}, expected ${expected}`);
    }
    return token.text;
  };
  const name = (): string => {
    const found = take();
    if (!/^[A-Za-z_][\w.]*$/.test(found)) throw new Error(`line ${tokens[at - 1]!.line}: no name: ${found}`);
    return found;
  };

  function body(end: string | undefined): Pick<ReadBlock, 'attributes' | 'blocks'> {
    const attributes: Record<string, ReadValue> = {};
    const blocks: ReadBlock[] = [];
    while (peek() !== end) {
      const found = name();
      if (peek() === '=') {
        take('=');
        if (found in attributes) throw new Error(`line ${tokens[at]!.line}: ${found} is given twice`);
        attributes[found] = value();
      } else {
        const label = peek()?.startsWith('"') ? (JSON.parse(take()) as string) : undefined;
        take('{');
        blocks.push({ name: found, ...(label !== undefined && { label }), ...body('}') });
        take('}');
      }
    }
    return { attributes, blocks };
  }

  function value(): ReadValue {
    if (peek() === '[') {
      const list: ReadValue[] = [];
      for (take('['); peek() !== ']'; ) {
        list.push(value());
        if (peek() !== ']') take(',');
      }
      take(']');
      return list;
    }
    if (peek() === '{') {
      const object: Record<string, ReadValue> = {};
      for (take('{'); peek() !== '}'; ) {
        const key = name();
        take('=');
        object[key] = value();
        take(',');
      }
      take('}');
      return object;
    }
    const token = take();
    if (token.startsWith('"')) return JSON.parse(token) as string;
    if (token.startsWith('`')) return token.slice(1, -1);
    at -= 1;
    return { reference: name() };
  }

  return body(undefined).blocks;
}

// --- internal ---

const TOKEN = /\s+|\/\/.*|("(?:[^"\\\n]|\\.)*"|`[^`]*`|[A-Za-z_][\w.]*|[={}[\],])|(.)/g;

function tokensOf(text: string): { text: string; line: number }[] {
  let line = 1;
  return [...text.matchAll(TOKEN)].flatMap(([whole, token, wrong]) => {
    const here = line;
    line += whole.split('\n').length - 1;
    if (wrong !== undefined) throw new Error(`line ${here}: unexpected ${wrong}`);
    return token === undefined ? [] : [{ text: token, line: here }];
  });
}

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';

/** A YAML text as plain data that still knows its lines. */
export interface YamlSource {
  readonly data: unknown;
  /** Mistakes of the YAML itself. */
  readonly faults: readonly YamlFault[];
  /** The data cannot be trusted: the text is cut off, badly indented … */
  readonly broken: boolean;
  /** 1-based line of the key or list item at a path; of the nearest one above it when it is absent. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

export interface YamlFault {
  readonly line: number;
  readonly message: string;
}

/** Parses one document. A key given twice is a fault, but leaves the data usable. */
export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const errors = [...document.errors, ...document.warnings];
  const faults = errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: wording(text, error),
  }));
  let data: unknown;
  try {
    data = document.toJS();
  } catch (error) {
    faults.push({ line: 1, message: `broken YAML: ${firstLower((error as Error).message)}` });
    return { data, faults, broken: true, lineOf: () => 1 };
  }
  return {
    data,
    faults,
    broken: errors.some(({ code }) => code !== 'DUPLICATE_KEY'),
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line,
  };
}

// --- internal ---

function wording(text: string, error: YAMLError): string {
  if (error.code !== 'DUPLICATE_KEY') return `broken YAML: ${firstLower(error.message.split('\n')[0]!)}`;
  const key = /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
  return `the same key twice, got a second ${key}, allowed: each key once`;
}

function firstLower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** Walks as far along the path as the document goes. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === segment);
      if (!pair) return offset;
      offset = startOf(pair.key as Node) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[segment as number];
      offset = startOf(node as Node | undefined) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(node: Node | undefined): number | undefined {
  return node?.range?.[0];
}

/** A block of Alloy's configuration language: `name "label" { attributes, then blocks }`. */
export interface AlloyBlock {
  readonly name: string;
  readonly label?: string;
  readonly attributes?: Readonly<Record<string, AlloyValue>>;
  readonly blocks?: readonly AlloyBlock[];
}

export type AlloyValue =
  | string
  | AlloyReference
  | readonly AlloyValue[]
  | { readonly [key: string]: AlloyValue };

/** An expression that stands as it is, such as another component's export. */
export class AlloyReference {
  constructor(readonly expression: string) {}
}

/** Text as `alloy fmt` leaves it: tabs, one attribute a line, a comma after every list element. */
export function alloyText(blocks: readonly AlloyBlock[]): string {
  return blocks
    .map((block) => render(block, ''))
    .join('\n\n')
    .concat('\n');
}

// --- internal ---

function render({ name, label, attributes = {}, blocks = [] }: AlloyBlock, indent: string): string {
  const inner = `${indent}\t`;
  const width = Math.max(0, ...Object.keys(attributes).map((key) => key.length));
  const lines = Object.entries(attributes).map(
    ([key, value]) => `${inner}${key.padEnd(width)} = ${expression(value, inner)}`,
  );
  const head = `${indent}${name}${label === undefined ? '' : ` ${JSON.stringify(label)}`}`;
  const parts = [
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...blocks.map((block) => render(block, inner)),
  ];
  return `${head} {\n${parts.join('\n\n')}\n${indent}}`;
}

function expression(value: AlloyValue, indent: string): string {
  if (value instanceof AlloyReference) return value.expression;
  if (typeof value === 'string') return text(value);
  const inner = `${indent}\t`;
  if (Array.isArray(value)) return `[${value.map((element) => expression(element, inner)).join(', ')}]`;
  const entries = Object.entries(value);
  const width = Math.max(0, ...entries.map(([key]) => key.length));
  const lines = entries.map(
    ([key, element]) => `${inner}${key.padEnd(width)} = ${expression(element, inner)},\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}

/** Raw between backticks where that reads better: a regular expression keeps its backslashes single. */
function text(value: string): string {
  return /[\\"]/.test(value) && !/[`\n]/.test(value) ? `\`${value}\`` : JSON.stringify(value);
}

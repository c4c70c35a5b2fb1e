/** The syntax tree of a metric math expression; `offset` is where the node starts (a binary one: its operator). */
export type SyntaxNode = NumberNode | TextNode | NegationNode | BinaryNode | CallNode | ListNode;

export interface NumberNode {
  readonly type: 'number';
  readonly value: number;
  readonly offset: number;
}

/** `id` m1, `word` REPEAT or AVG as an argument, `string` "errors" without its quotes. */
export interface TextNode {
  readonly type: 'id' | 'word' | 'string';
  readonly text: string;
  readonly offset: number;
}

export interface NegationNode {
  readonly type: 'negation';
  readonly operand: SyntaxNode;
  readonly offset: number;
}

export interface BinaryNode {
  readonly type: 'binary';
  /** As in OPERATORS: `&&` and `||` are read as AND and OR. */
  readonly operator: string;
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
  readonly offset: number;
}

export interface CallNode {
  readonly type: 'call';
  readonly name: string;
  readonly args: readonly SyntaxNode[];
  readonly offset: number;
}

/** `[m1, m2]` */
export interface ListNode {
  readonly type: 'list';
  readonly items: readonly SyntaxNode[];
  readonly offset: number;
}

/** The ids an expression refers to, each once, in the order of the text. */
export function idsOf(root: SyntaxNode): string[] {
  const ids = new Set<string>();
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'id') ids.add(node.text);
    pending.push(...childrenOf(node).toReversed());
  }
  return [...ids];
}

// --- internal ---

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.type) {
    case 'negation':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'call':
      return node.args;
    case 'list':
      return node.items;
    default:
      return [];
  }
}

import { parseRuleText, type RuleNode } from '../../engine';

/** A composite's rule with one thing changed. */
export interface RuleVariant {
  /** `without ALARM(depth)`. */
  readonly what: string;
  readonly rule: string;
}

/** A rule with each of its operands left out in turn, and with AND for OR. Throws what is wrong with the rule. */
export function ruleVariants(rule: string): RuleVariant[] {
  const { root } = parseRuleText(rule, 'and-first');
  return variantsOf(root).map(({ what, node }) => ({ what, rule: textOf(node) }));
}

// --- internal ---

interface NodeVariant {
  readonly what: string;
  readonly node: RuleNode;
}

function variantsOf(node: RuleNode): NodeVariant[] {
  if (node.type === 'not') {
    return variantsOf(node.operand).map(({ what, node: operand }) => ({ what, node: { ...node, operand } }));
  }
  if (node.type === 'at-least') {
    const others = [node.minimum - 1, node.minimum + 1].filter(
      (minimum) => minimum > 0 && minimum <= node.children.length,
    );
    return others.map((minimum) => ({
      what: `AT_LEAST(${minimum}) instead of AT_LEAST(${node.minimum})`,
      node: { ...node, minimum },
    }));
  }
  if (node.type !== 'AND' && node.type !== 'OR') return [];
  const { operands, type } = node;
  const other = type === 'AND' ? 'OR' : 'AND';
  return [
    { what: `${other} instead of ${type}`, node: { type: other, operands } },
    ...operands.flatMap((operand, index): NodeVariant[] => {
      const rest = operands.toSpliced(index, 1);
      const without = rest.length === 1 ? rest[0]! : { ...node, operands: rest };
      return [
        { what: `without ${textOf(operand)}`, node: without },
        ...variantsOf(operand).map((inner) => ({
          what: inner.what,
          node: { ...node, operands: operands.with(index, inner.node) },
        })),
      ];
    }),
  ];
}

function textOf(node: RuleNode): string {
  switch (node.type) {
    case 'constant':
      return node.value ? 'TRUE' : 'FALSE';
    case 'state':
      return `${node.state}(${quoted(node.child)})`;
    case 'not':
      return `NOT (${textOf(node.operand)})`;
    case 'at-least': {
      const state = node.negated ? `NOT ${node.state}` : node.state;
      return `AT_LEAST(${node.minimum}, ${state}, (${node.children.map(quoted).join(', ')}))`;
    }
    default:
      return node.operands.map((operand) => inner(operand)).join(` ${node.type} `);
  }
}

const inner = (node: RuleNode): string =>
  node.type === 'AND' || node.type === 'OR' ? `(${textOf(node)})` : textOf(node);

const quoted = (name: string): string => `"${name.replaceAll('"', '\\"')}"`;

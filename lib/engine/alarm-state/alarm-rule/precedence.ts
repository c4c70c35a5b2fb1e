import type { Reading } from '../../reading';
import type { JunctionNode, RuleNode } from './rule-node';

/** Which of AND and OR binds tighter where both stand beside each other without parentheses. */
export type Precedence = Reading['and-or'];

export type Junction = JunctionNode['type'];

/** Joins operands by the operators between them; there is one operator less than operands. */
export function joinOperands(
  operands: readonly RuleNode[],
  operators: readonly Junction[],
  precedence: Precedence,
): RuleNode {
  if (precedence === 'left-first') return leftFirst(operands, operators);
  const [tight, loose] = precedence === 'and-first' ? (['AND', 'OR'] as const) : (['OR', 'AND'] as const);
  const groups: RuleNode[][] = [[operands[0]!]];
  operators.forEach((operator, index) => {
    if (operator === loose) groups.push([]);
    groups.at(-1)!.push(operands[index + 1]!);
  });
  return junction(
    loose,
    groups.map((group) => junction(tight, group)),
  );
}

// --- internal ---

const junction = (type: Junction, operands: readonly RuleNode[]): RuleNode =>
  operands.length === 1 ? operands[0]! : { type, operands };

function leftFirst(operands: readonly RuleNode[], operators: readonly Junction[]): RuleNode {
  let left = operands[0]!;
  let chain: RuleNode[] = [left];
  operators.forEach((operator, index) => {
    chain =
      operator === operators[index - 1] ? [...chain, operands[index + 1]!] : [left, operands[index + 1]!];
    left = { type: operator, operands: chain };
  });
  return left;
}

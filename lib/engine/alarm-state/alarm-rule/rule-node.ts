import type { AlarmState } from '../../model';

/** The syntax tree of an alarm rule. */
export type RuleNode = ConstantNode | StateNode | NotNode | JunctionNode | AtLeastNode;

/** `TRUE` or `FALSE`. */
export interface ConstantNode {
  readonly type: 'constant';
  readonly value: boolean;
}

/** `ALARM(child)`, `OK(child)` or `INSUFFICIENT_DATA(child)`. */
export interface StateNode {
  readonly type: 'state';
  readonly state: AlarmState;
  /** Alarm name or ARN, as written. */
  readonly child: string;
}

export interface NotNode {
  readonly type: 'not';
  readonly operand: RuleNode;
}

/** `a AND b AND …` or `a OR b OR …`; two operands or more. */
export interface JunctionNode {
  readonly type: 'AND' | 'OR';
  readonly operands: readonly RuleNode[];
}

/** `AT_LEAST(minimum, [NOT] state, (children))`; a child listed twice counts twice. */
export interface AtLeastNode {
  readonly type: 'at-least';
  /** How many children it takes; a percentage is already turned into a count. */
  readonly minimum: number;
  readonly negated: boolean;
  readonly state: AlarmState;
  readonly children: readonly string[];
}

/** A rule's value; undefined while it depends on a child whose state is not known. */
export type Verdict = boolean | undefined;

/** Three-valued evaluation, so that one walk serves the evaluation and the search for a satisfying case. */
export function evaluateNode(node: RuleNode, stateOf: (child: string) => AlarmState | undefined): Verdict {
  switch (node.type) {
    case 'constant':
      return node.value;
    case 'state':
      return matches(stateOf(node.child), node.state);
    case 'not':
      return negate(evaluateNode(node.operand, stateOf));
    case 'AND':
      return evaluateJunction(node, false, stateOf);
    case 'OR':
      return evaluateJunction(node, true, stateOf);
    case 'at-least':
      return evaluateAtLeast(node, stateOf);
  }
}

// --- internal ---

function matches(actual: AlarmState | undefined, wanted: AlarmState): Verdict {
  return actual === undefined ? undefined : actual === wanted;
}

function negate(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}

/** `deciding` is the operand value that settles the junction: false for AND, true for OR. */
function evaluateJunction(
  node: JunctionNode,
  deciding: boolean,
  stateOf: (child: string) => AlarmState | undefined,
): Verdict {
  let verdict: Verdict = !deciding;
  for (const operand of node.operands) {
    const value = evaluateNode(operand, stateOf);
    if (value === deciding) return deciding;
    if (value === undefined) verdict = undefined;
  }
  return verdict;
}

function evaluateAtLeast(node: AtLeastNode, stateOf: (child: string) => AlarmState | undefined): Verdict {
  let met = 0;
  let open = 0;
  for (const child of node.children) {
    const verdict = matches(stateOf(child), node.state);
    if (verdict === undefined) open++;
    else if (verdict !== node.negated) met++;
  }
  if (met >= node.minimum) return true;
  return met + open < node.minimum ? false : undefined;
}

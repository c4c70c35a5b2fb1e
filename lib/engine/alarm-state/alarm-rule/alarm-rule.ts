import type { AlarmState } from '../../model';
import { DEFAULT_READING } from '../../reading';
import { alarmNameOf } from './alarm-name';
import { AlarmRuleError } from './alarm-rule-error';
import type { Precedence } from './precedence';
import { evaluateNode, type RuleNode } from './rule-node';
import { parseRuleText, RULE_LIMITS } from './rule-parser';

/** A composite alarm's state after an evaluation: TRUE is ALARM, FALSE is OK. */
export type CompositeState = 'ALARM' | 'OK';

/** Looks a child's state up by the name or ARN that the rule has. */
export type StateOf = (nameOrArn: string) => AlarmState;

/** The same where a state may be unknown. */
export type KnownStateOf = (nameOrArn: string) => AlarmState | undefined;

export interface AlarmRule {
  /** Names or ARNs as written, each alarm once, in the order of the rule. */
  readonly children: readonly string[];
  /** What CloudWatch accepts but does not define. */
  readonly warnings: readonly string[];
  readonly evaluate: (stateOf: StateOf) => CompositeState;
  /** The same where not every child's state is known; undefined where it depends on one that is not. */
  readonly evaluateKnown: (stateOf: KnownStateOf) => CompositeState | undefined;
  /** `triggeringAlarms`: the alarming children when the rule is true, the other ones when it is false. */
  readonly triggering: (stateOf: StateOf) => string[];
  /**
   * Whether some combination of child states makes the composite `state`; undefined when the search was
   * given up. Every child is taken to be free to have any of the three states.
   */
  readonly canEver: (state: CompositeState) => boolean | undefined;
}

/**
 * Parses a composite alarm's rule; throws AlarmRuleError for what PutCompositeAlarm refuses. Keywords are
 * upper case only; an unquoted name ends at a blank; `precedence` is that of AND and OR beside each other; limits: 10,240 characters, 100 children, 500 elements.
 */
export function parseAlarmRule(rule: string, precedence: Precedence = DEFAULT_READING['and-or']): AlarmRule {
  const { root, warnings } = parseRuleText(rule, precedence);
  const children = distinctChildren(root);
  if (children.length > RULE_LIMITS.children) {
    const problem = `alarm rule names ${children.length} alarms, at most ${RULE_LIMITS.children} are allowed`;
    throw new AlarmRuleError('too-many-children', 0, problem, rule);
  }
  const evaluate = (stateOf: StateOf): CompositeState => (evaluateNode(root, stateOf) ? 'ALARM' : 'OK');
  return {
    children,
    warnings,
    evaluate,
    evaluateKnown: (stateOf) => {
      const verdict = evaluateNode(root, stateOf);
      if (verdict === undefined) return undefined;
      return verdict ? 'ALARM' : 'OK';
    },
    triggering: (stateOf) => {
      const alarming = evaluate(stateOf) === 'ALARM';
      return children.filter((child) => (stateOf(child) === 'ALARM') === alarming);
    },
    canEver: (state) => search(root, children.map(alarmNameOf), state === 'ALARM'),
  };
}

// --- internal ---

const ALARM_STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/** Partial evaluations before a search is given up; ordinary rules take fewer than a hundred. */
const SEARCH_BUDGET = 5_000;

function distinctChildren(root: RuleNode): string[] {
  const byName = new Map<string, string>();
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const child of childrenOf(node)) {
      const name = alarmNameOf(child);
      if (!byName.has(name)) byName.set(name, child);
    }
    if (node.type === 'not') pending.push(node.operand);
    else if (node.type === 'AND' || node.type === 'OR') pending.push(...node.operands.toReversed());
  }
  return [...byName.values()];
}

function childrenOf(node: RuleNode): readonly string[] {
  if (node.type === 'state') return [node.child];
  return node.type === 'at-least' ? node.children : [];
}

/** Assigns states child by child and stops a branch as soon as its verdict is settled. */
function search(root: RuleNode, names: readonly string[], wanted: boolean): boolean | undefined {
  const assigned = new Map<string, AlarmState>();
  let budget = SEARCH_BUDGET;
  const stateOf = (child: string) => assigned.get(alarmNameOf(child));
  const found = (depth: number): boolean | undefined => {
    if (budget-- <= 0) return undefined;
    const verdict = evaluateNode(root, stateOf);
    if (verdict !== undefined) return verdict === wanted;
    const name = names[depth]!;
    let answer: boolean | undefined = false;
    for (const state of ALARM_STATES) {
      assigned.set(name, state);
      const branch = found(depth + 1);
      if (branch) return true;
      if (branch === undefined) answer = undefined;
    }
    assigned.delete(name);
    return answer;
  };
  return found(0);
}

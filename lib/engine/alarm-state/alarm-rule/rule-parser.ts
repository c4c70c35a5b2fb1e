import type { AlarmState } from '../../model';
import { lookUp } from '../../text/look-up';
import { AlarmRuleError, type AlarmRuleErrorCode } from './alarm-rule-error';
import { type Junction, joinOperands, type Precedence } from './precedence';
import type { AtLeastNode, RuleNode } from './rule-node';
import { type RuleToken, tokenizeRule } from './rule-tokens';

/** Limits of PutCompositeAlarm (CloudWatch user guide and API reference). */
export const RULE_LIMITS = { length: 10_240, children: 100, elements: 500, nameLength: 255 } as const;

export interface ParsedRule {
  readonly root: RuleNode;
  readonly warnings: readonly string[];
}

/** Parses the text of an alarm rule; throws AlarmRuleError. */
export function parseRuleText(rule: string, precedence: Precedence): ParsedRule {
  return new RuleParser(rule, precedence).parse();
}

// --- internal ---

const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies AlarmState[];
const KEYWORDS = [...STATES, 'TRUE', 'FALSE', 'AND', 'OR', 'NOT', 'AT_LEAST'];
const OPERAND = 'ALARM(…), OK(…), INSUFFICIENT_DATA(…), AT_LEAST(…), TRUE, FALSE, NOT or (';
const SYMBOLS: Readonly<Record<string, string>> = {
  '!': 'NOT',
  '&&': 'AND',
  '||': 'OR',
  '&': 'AND',
  '|': 'OR',
};

class RuleParser {
  private readonly tokens: readonly RuleToken[];
  private readonly warnings: string[] = [];
  private position = 0;
  private elements = 0;

  constructor(
    private readonly rule: string,
    private readonly precedence: Precedence,
  ) {
    if (rule.length > RULE_LIMITS.length) {
      const problem = `alarm rule has ${rule.length} characters, at most ${RULE_LIMITS.length} are allowed`;
      throw this.error('rule-too-long', RULE_LIMITS.length, problem);
    }
    this.tokens = tokenizeRule(rule);
  }

  parse(): ParsedRule {
    if (this.peek().type === 'end') {
      throw this.error('rule-empty', 0, `alarm rule is empty, expected ${OPERAND}`);
    }
    const root = this.expression();
    if (this.peek().type !== 'end') throw this.unexpectedOperator('the end of the rule');
    return { root, warnings: this.warnings };
  }

  /** CloudWatch admits AND beside OR without parentheses and does not say which binds tighter. */
  private expression(): RuleNode {
    const { offset } = this.peek();
    const operands = [this.unary()];
    const operators: Junction[] = [];
    for (let operator = this.junction(); operator; operator = this.junction()) {
      operators.push(operator);
      operands.push(this.unary());
    }
    if (operators.includes('AND') && operators.includes('OR')) {
      this.warnings.push(
        `AND and OR are mixed without parentheses at offset ${offset}: CloudWatch does not say which binds ` +
          'tighter (evaluated here as AND first); add parentheses',
      );
    }
    return joinOperands(operands, operators, this.precedence);
  }

  private junction(): Junction | undefined {
    return this.accept('AND') ? 'AND' : this.accept('OR') ? 'OR' : undefined;
  }

  private unary(): RuleNode {
    let negated = false;
    while (this.accept('NOT')) negated = !negated;
    const operand = this.primary();
    return negated ? { type: 'not', operand } : operand;
  }

  private primary(): RuleNode {
    const token = this.peek();
    if (token.type === '(') {
      this.count(token);
      this.position++;
      const inner = this.expression();
      if (!this.acceptType(')')) throw this.unexpectedOperator(')');
      return inner;
    }
    if (token.type !== 'word' || token.text === 'AND' || token.text === 'OR') throw this.unexpected(OPERAND);
    if (!KEYWORDS.includes(token.text)) throw this.unknownKeyword(token);
    this.position++;
    if (token.text === 'AT_LEAST') return this.atLeast();
    this.count(token);
    if (token.text === 'TRUE' || token.text === 'FALSE')
      return { type: 'constant', value: token.text === 'TRUE' };
    this.expect('(', `( after ${token.text}`);
    const child = this.childName();
    this.expect(')', ') after the alarm name; quote a name that holds blanks, parentheses or commas');
    return { type: 'state', state: token.text as AlarmState, child };
  }

  private atLeast(): AtLeastNode {
    this.expect('(', '( after AT_LEAST');
    const threshold = this.peek();
    this.position++;
    this.expect(',', ', after the threshold of AT_LEAST');
    const negated = this.accept('NOT');
    const state = this.peek();
    if (state.type !== 'word' || !STATES.includes(state.text)) {
      throw this.unexpected('ALARM, OK or INSUFFICIENT_DATA, with or without NOT');
    }
    this.position++;
    this.expect(',', ', after the state of AT_LEAST');
    const children = this.childList();
    this.expect(')', ') after the list of alarms');
    const minimum = this.minimum(threshold, children.length);
    return { type: 'at-least', minimum, negated, state: state.text as AlarmState, children };
  }

  private childList(): string[] {
    const open = this.peek();
    this.expect('(', '( before the list of alarms');
    if (this.peek().type === ')') {
      throw this.error(
        'at-least-list-empty',
        open.offset,
        'AT_LEAST has an empty list, expected alarm names',
      );
    }
    const children: string[] = [];
    do {
      this.count(this.peek());
      children.push(this.childName());
    } while (this.acceptType(','));
    this.expect(')', ', or ) in the list of alarms');
    return children;
  }

  private minimum(threshold: RuleToken, children: number): number {
    const match = /^(\d{1,9})(%?)$/.exec(threshold.text);
    const value = Number(match?.[1]);
    const percent = match?.[2] === '%';
    const most = percent ? 100 : children;
    if (threshold.type !== 'word' || !match || value < 1 || value > most) {
      const problem = `AT_LEAST takes a whole number from 1 to ${children} (the alarms listed) or from 1% to 100%`;
      throw this.error('at-least-count', threshold.offset, `${problem}, got ${describe(threshold)}`);
    }
    return percent ? Math.ceil((value * children) / 100) : value;
  }

  private childName(): string {
    const token = this.peek();
    if (token.type !== 'word' && token.type !== 'name') throw this.unexpected('an alarm name or ARN');
    if (token.text.length > RULE_LIMITS.nameLength && !token.text.startsWith('arn:')) {
      const problem = `alarm name has ${token.text.length} characters, at most ${RULE_LIMITS.nameLength} are allowed`;
      throw this.error('name-too-long', token.offset, problem);
    }
    this.position++;
    return token.text;
  }

  /** AWS counts alarms, TRUE, FALSE and parentheses; a pair of parentheses is taken as one element. */
  private count(token: RuleToken): void {
    if (++this.elements > RULE_LIMITS.elements) {
      const problem = `alarm rule has more than ${RULE_LIMITS.elements} elements (alarms, TRUE, FALSE, parentheses)`;
      throw this.error('too-many-elements', token.offset, problem);
    }
  }

  private peek(): RuleToken {
    return this.tokens[Math.min(this.position, this.tokens.length - 1)]!;
  }

  private accept(keyword: string): boolean {
    return this.peek().type === 'word' && this.peek().text === keyword && this.acceptType('word');
  }

  private acceptType(type: RuleToken['type']): boolean {
    if (this.peek().type !== type) return false;
    this.position++;
    return true;
  }

  private expect(type: RuleToken['type'], expected: string): void {
    if (!this.acceptType(type)) throw this.unexpected(expected);
  }

  private unexpectedOperator(orElse: string): AlarmRuleError {
    const token = this.peek();
    if (token.type === 'word' && hint(token.text)) return this.unknownKeyword(token);
    return this.unexpected(`AND, OR or ${orElse}`);
  }

  private unexpected(expected: string): AlarmRuleError {
    const token = this.peek();
    const problem = `unexpected ${describe(token)}, expected ${expected}`;
    return this.error('unexpected-token', token.offset, problem);
  }

  private unknownKeyword({ text, offset }: RuleToken): AlarmRuleError {
    const advice = hint(text) ?? `expected ${OPERAND}`;
    return this.error('unknown-keyword', offset, `unknown keyword '${text}', ${advice}`);
  }

  private error(code: AlarmRuleErrorCode, offset: number, problem: string): AlarmRuleError {
    return new AlarmRuleError(code, offset, problem, this.rule);
  }
}

function describe(token: RuleToken): string {
  if (token.type === 'end') return 'end of the rule';
  return token.type === 'name' ? `"${token.text}"` : `'${token.text}'`;
}

/** What was meant by a keyword in the wrong case or in another language's spelling. */
function hint(text: string): string | undefined {
  const upper = text.toUpperCase();
  if (KEYWORDS.includes(text)) return undefined;
  if (KEYWORDS.includes(upper)) return `keywords are upper case: ${upper}`;
  const symbol = lookUp(SYMBOLS, text) ?? (text.startsWith('!') ? 'NOT' : undefined);
  return symbol && `write ${symbol}`;
}

import { type ExpressionToken, tokenizeExpression } from './expression-tokens';
import { MetricMathError, type MetricMathErrorCode } from './metric-math-error';
import { NEGATION_PRECEDENCE, OPERATORS } from './operators';
import type { SyntaxNode } from './syntax-node';

/** Longest expression (API reference, MetricDataQuery), and how deep one may nest here. */
export const EXPRESSION_LIMITS = { length: 2_048, depth: 100 } as const;

/** Parses a metric math expression; throws MetricMathError. */
export function parseExpression(expression: string): SyntaxNode {
  return new ExpressionParser(expression).parse();
}

// --- internal ---

class ExpressionParser {
  private readonly tokens: readonly ExpressionToken[];
  private position = 0;
  private depth = 0;

  constructor(private readonly expression: string) {
    if (expression.length > EXPRESSION_LIMITS.length) {
      const problem = `expression has ${expression.length} characters, at most ${EXPRESSION_LIMITS.length} are allowed`;
      throw this.error('expression-too-long', EXPRESSION_LIMITS.length, problem);
    }
    this.tokens = tokenizeExpression(expression);
  }

  parse(): SyntaxNode {
    if (this.peek().type === 'end') throw this.error('expression-empty', 0, 'expression is empty');
    const root = this.operation(0);
    if (this.peek().type !== 'end') throw this.unexpected('an operator or the end of the expression');
    return root;
  }

  /** Operators that bind tighter than `floor`. */
  private operation(floor: number): SyntaxNode {
    if (++this.depth > EXPRESSION_LIMITS.depth) {
      const problem = `expression nests deeper than ${EXPRESSION_LIMITS.depth} levels`;
      throw this.error('expression-too-deep', this.peek().offset, problem);
    }
    let left = this.operand();
    for (;;) {
      const { type, text, offset } = this.peek();
      const operator = type === 'operator' ? OPERATORS[text]! : undefined;
      if (!operator || operator.precedence <= floor) break;
      this.position++;
      // A floor just below its own precedence lets the right operand take the next `^` of 2^3^2.
      const right = this.operation(operator.precedence - (operator.rightAssociative ? 1 : 0));
      left = { type: 'binary', operator: text, left, right, offset };
    }
    this.depth--;
    return left;
  }

  private operand(): SyntaxNode {
    const { type, text, offset } = this.peek();
    this.position++;
    switch (type) {
      case 'number':
        return { type, value: Number(text), offset };
      case 'id':
      case 'string':
        return { type, text, offset };
      case 'word':
        if (!this.accept('(')) return { type, text, offset };
        return { type: 'call', name: text, args: this.items(')'), offset };
      case '[':
        return { type: 'list', items: this.items(']'), offset };
      case '(': {
        const inner = this.operation(0);
        if (!this.accept(')')) throw this.unexpected('an operator or )');
        return inner;
      }
      case 'operator':
        if (text === '-') return { type: 'negation', operand: this.operation(NEGATION_PRECEDENCE), offset };
    }
    this.position--;
    throw this.unexpected('a number, an id, a function, [ or (');
  }

  private items(close: ')' | ']'): SyntaxNode[] {
    const items: SyntaxNode[] = [];
    if (this.accept(close)) return items;
    do items.push(this.operation(0));
    while (this.accept(','));
    if (!this.accept(close)) throw this.unexpected(`an operator, a comma or ${close}`);
    return items;
  }

  private peek(): ExpressionToken {
    return this.tokens[this.position]!;
  }

  private accept(type: ExpressionToken['type']): boolean {
    if (this.peek().type !== type) return false;
    this.position++;
    return true;
  }

  private unexpected(expected: string): MetricMathError {
    const { type, text, offset } = this.peek();
    const got = type === 'end' ? 'end of the expression' : `'${text}'`;
    const upper = text.toUpperCase();
    const hint = upper === 'AND' || upper === 'OR' ? `; operators are upper case: ${upper}` : '';
    const call =
      type === '(' && this.tokens[this.position - 1]?.type === 'id' ? '; function names are upper case' : '';
    return this.error('unexpected-token', offset, `unexpected ${got}, expected ${expected}${hint}${call}`);
  }

  private error(code: MetricMathErrorCode, offset: number, problem: string): MetricMathError {
    return new MetricMathError(code, offset, problem, this.expression);
  }
}

import { lookUp } from '../../text/look-up';
import { MetricMathError } from './metric-math-error';

/** `word` is upper case: a function, REPEAT, ASC …; AND and OR arrive as operators. */
export interface ExpressionToken {
  readonly type: 'number' | 'id' | 'word' | 'string' | 'operator' | '(' | ')' | '[' | ']' | ',' | 'end';
  readonly text: string;
  readonly offset: number;
}

export function tokenizeExpression(expression: string): ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  let at = 0;
  while (at < expression.length) {
    PIECE.lastIndex = at;
    const match = PIECE.exec(expression);
    if (!match) throw unexpectedCharacter(expression, at);
    const [piece, number, word, string, operator, punctuation] = match;
    if (number) tokens.push({ type: 'number', text: number, offset: at });
    else if (word) tokens.push(wordToken(word, at));
    else if (string) tokens.push({ type: 'string', text: string.slice(1, -1), offset: at });
    else if (operator)
      tokens.push({ type: 'operator', text: lookUp(ALIASES, operator) ?? operator, offset: at });
    else if (punctuation) tokens.push({ type: punctuation as '(', text: punctuation, offset: at });
    at += piece.length;
  }
  tokens.push({ type: 'end', text: '', offset: expression.length });
  return tokens;
}

// --- internal ---

const PIECE =
  /\s+|((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([A-Za-z][A-Za-z0-9_]*)|("[^"]*"|'[^']*')|(==|!=|<=|>=|&&|\|\||[-+*/^<>])|([()[\],])/y;

const ALIASES: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };

const HINTS: Readonly<Record<string, string>> = {
  '=': 'write == to compare',
  '!': 'metric math has no negation; compare with == 0',
  '&': 'write AND',
  '|': 'write OR',
  '%': 'metric math has no remainder',
  '“': 'use straight quotes',
  '”': 'use straight quotes',
};

function wordToken(text: string, offset: number): ExpressionToken {
  if (text === 'AND' || text === 'OR') return { type: 'operator', text, offset };
  return { type: text[0]! >= 'a' ? 'id' : 'word', text, offset };
}

function unexpectedCharacter(expression: string, at: number): MetricMathError {
  const character = String.fromCodePoint(expression.codePointAt(at)!);
  if (character === '"' || character === "'") {
    return new MetricMathError(
      'unclosed-string',
      at,
      `string is not closed, expected ${character}`,
      expression,
    );
  }
  const hint = HINTS[character] ?? 'expected a number, an id, a function or an operator';
  const problem = `unexpected character '${character}', ${hint}`;
  return new MetricMathError('unexpected-character', at, problem, expression);
}

import { AlarmRuleError } from './alarm-rule-error';

/** `word` is a bare word: a keyword, a number, a percentage or an unquoted name; `name` was quoted. */
export interface RuleToken {
  readonly type: 'word' | 'name' | '(' | ')' | ',' | 'end';
  /** A quoted name is unescaped. */
  readonly text: string;
  readonly offset: number;
}

/**
 * Splits an alarm rule. A bare word ends at a blank, a parenthesis, a comma or a double quote; single quotes
 * are ordinary characters of a name. Inside double quotes `\"` stands for `"`.
 */
export function tokenizeRule(rule: string): RuleToken[] {
  const tokens: RuleToken[] = [];
  let at = 0;
  while (at < rule.length) {
    PIECE.lastIndex = at;
    const [piece, punctuation, quoted, word] = PIECE.exec(rule)!;
    if (punctuation) tokens.push({ type: punctuation as '(' | ')' | ',', text: punctuation, offset: at });
    else if (quoted) tokens.push(quotedName(rule, quoted, at));
    else if (word) tokens.push({ type: 'word', text: word, offset: at });
    at += piece.length;
  }
  tokens.push({ type: 'end', text: '', offset: rule.length });
  return tokens;
}

// --- internal ---

/**
 * Blanks, punctuation, a quoted name or a bare word: one of them matches anywhere. The closing quote is
 * optional here, so that its absence is reported at the opening one.
 */
const PIECE = /\s+|([(),])|("(?:\\"|[^"])*"?)|([^\s(),"]+)/y;
const CLOSED = /[^\\]"$/;

function quotedName(rule: string, quoted: string, offset: number): RuleToken {
  if (quoted === '""') throw new AlarmRuleError('name-empty', offset, 'empty alarm name', rule);
  if (!CLOSED.test(quoted)) {
    const problem = 'quoted alarm name is not closed; end it with " and write a quote inside it as \\"';
    throw new AlarmRuleError('unclosed-quote', offset, problem, rule);
  }
  return { type: 'name', text: quoted.slice(1, -1).replaceAll('\\"', '"'), offset };
}

import type { Cursor } from './cursor';
import { parseNumber } from './number';
import { type Operand, parseOperand } from './operand';

/**
 * A comparison with a literal, as one test per kind of value. JSON booleans, nulls, arrays and objects are
 * not here: CloudWatch never matches them, whatever the operator, `!=` included.
 */
export interface Comparison {
  readonly operator: ComparisonOperator;
  readonly operand: Operand;
  /** A JSON string, or a field of a space-delimited message under = and !=. */
  readonly ofText: (text: string) => boolean;
  /** A JSON number; undefined when its spelling (`1`, `1.0`, `1e0`) must decide, by `ofText`. */
  readonly ofNumber: (value: number) => boolean | undefined;
  /** A field of a space-delimited message: a text that < and > read as a number. */
  readonly ofField: (text: string) => boolean;
  /** A text that every matching value is spelt with; '' when there is none (1 may be spelt 1.0). */
  readonly required: string;
}

/** In the order in which they are tried: `<=` before `<`. */
export const COMPARISON_OPERATORS = ['<=', '>=', '!=', '=', '<', '>'] as const;

export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];

/** Reads `operator value` at the cursor; `reserved` are the unquoted words that are refused as a value. */
export function parseComparison(cursor: Cursor, reserved: readonly string[]): Comparison {
  const start = cursor.skipBlanks().offset;
  const operator = COMPARISON_OPERATORS.find((candidate) => cursor.take(candidate));
  if (operator === undefined) {
    return cursor.fail('operator-invalid', `expected = != < > <= or >=, got '${cursor.word}'`);
  }
  if (cursor.startsWith('=')) {
    cursor.fail('operator-invalid', `'${operator}=' is no operator; equality is a single =`, start);
  }
  cursor.skipBlanks();
  const at = cursor.offset;
  const operand = parseOperand(cursor, reserved);
  const written = { operator, operand };
  if (operator === '=') return { ...written, ...equality(operand) };
  if (operator === '!=') return { ...written, ...negated(equality(operand)) };
  if (operand.type !== 'number') {
    return cursor.fail('number-expected', `${operator} compares with a number such as 10, -1.5 or 10e3`, at);
  }
  return { ...written, ...ordering(ORDERINGS[operator], operand.value) };
}

// --- internal ---

type Tests = Omit<Comparison, 'operator' | 'operand'>;

const ORDERINGS = {
  '<': (left: number, right: number) => left < right,
  '>': (left: number, right: number) => left > right,
  '<=': (left: number, right: number) => left <= right,
  '>=': (left: number, right: number) => left >= right,
} as const;

const never = () => false;
const bySpelling = () => undefined;
const not = (decided: boolean | undefined) => (decided === undefined ? undefined : !decided);

/**
 * An unquoted number compares with numbers by value (1 = 1.0 = 1e0) and with texts by its spelling. Anything
 * else compares with the spelling of both (recorded: "1" matches 1 and "1", not 1.0).
 */
function equality(operand: Operand): Tests {
  if (operand.type === 'number') {
    const ofText = (text: string) => text === operand.text;
    return { ofText, ofField: ofText, ofNumber: (value) => value === operand.value, required: '' };
  }
  const { test } = operand;
  if (operand.type === 'regex') return { ofText: test, ofField: test, ofNumber: bySpelling, required: '' };
  return { ofText: test, ofField: test, ofNumber: decidedByValue(operand), required: operand.core };
}

/** Looks at a number's spelling only where its value leaves the question open. */
function decidedByValue({ core, wild }: Operand & { type: 'text' }): Comparison['ofNumber'] {
  if (wild) return core === '' ? () => true : bySpelling;
  const number = parseNumber(core);
  return number === undefined ? never : (value) => (value === number ? undefined : false);
}

function negated({ ofText, ofNumber, ofField }: Tests): Tests {
  return {
    ofText: (text) => !ofText(text),
    ofNumber: (value) => not(ofNumber(value)),
    ofField: (text) => !ofField(text),
    required: '',
  };
}

/** JSON strings never match < and > (recorded: the string "10" is not > 1). */
function ordering(holds: (left: number, right: number) => boolean, right: number): Tests {
  const ofField = (text: string): boolean => {
    const left = parseNumber(text);
    return left !== undefined && holds(left, right);
  };
  return { ofText: never, ofNumber: (left) => holds(left, right), ofField, required: '' };
}

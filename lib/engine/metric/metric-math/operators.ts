/** What a binary operator does to two values that are both there. A result that is not finite is dropped. */
export interface Operator {
  /** Higher binds tighter; the usual order, since AWS states none. */
  readonly precedence: number;
  readonly rightAssociative?: boolean;
  readonly apply: (left: number, right: number) => number;
}

/** Unary minus: below `^`, so that -2^2 is -4, above `*`. */
export const NEGATION_PRECEDENCE = 6;

export const OPERATORS: Readonly<Record<string, Operator>> = {
  OR: { precedence: 1, apply: (a, b) => truth(a !== 0 || b !== 0) },
  AND: { precedence: 2, apply: (a, b) => truth(a !== 0 && b !== 0) },
  '==': { precedence: 3, apply: (a, b) => truth(a === b) },
  '!=': { precedence: 3, apply: (a, b) => truth(a !== b) },
  '<': { precedence: 3, apply: (a, b) => truth(a < b) },
  '<=': { precedence: 3, apply: (a, b) => truth(a <= b) },
  '>': { precedence: 3, apply: (a, b) => truth(a > b) },
  '>=': { precedence: 3, apply: (a, b) => truth(a >= b) },
  '+': { precedence: 4, apply: (a, b) => a + b },
  '-': { precedence: 4, apply: (a, b) => a - b },
  '*': { precedence: 5, apply: (a, b) => a * b },
  '/': { precedence: 5, apply: (a, b) => a / b },
  '^': { precedence: 7, rightAssociative: true, apply: (a, b) => a ** b },
};

// --- internal ---

function truth(value: boolean): number {
  return value ? 1 : 0;
}

/**
 * Reads a number as CloudWatch writes them in patterns and finds them in fields: an optional sign, a
 * decimal, an optional exponent. Anything else, blanks included, is not a number; infinities neither.
 */
export function parseNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

// --- internal ---

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

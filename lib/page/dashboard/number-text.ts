import type { DrawnLine } from '../../dashboard';

/** The newest value of a line, or why there is none. */
export function valueText({ latest, problem }: DrawnLine, fullPrecision: boolean): string {
  if (latest === undefined) return problem === undefined ? 'no data' : 'not drawn';
  return fullPrecision ? fullNumber(latest) : compactNumber(latest);
}

/** 1500000 as 1.5M, as CloudWatch writes single values. */
export function compactNumber(value: number): string {
  return Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 }).format(value);
}

// --- internal ---

/** Whole numbers whole, others with the digits that percentiles of CloudWatch are known to: no noise of arithmetic. */
function fullNumber(value: number): string {
  return String(
    Math.abs(value) >= 10 ** SURE_DIGITS ? Math.round(value) : Number(value.toPrecision(SURE_DIGITS)),
  );
}

const SURE_DIGITS = 9;

import { editDistance } from '../../text';

/**
 * The metric of which a name is a slip of the pen, or undefined. A name that differs in a digit only, or by a word, is
 * more likely a metric that AWS has added.
 */
export function nearMetric(name: string, known: readonly string[]): string | undefined {
  const plain = plainOf(name);
  const same = known.find((one) => plainOf(one) === plain);
  if (same !== undefined) return same;
  const most = name.length >= LONG ? 2 : name.length >= SHORT ? 1 : 0;
  const near = known.filter(
    (one) =>
      Math.abs(one.length - name.length) <= most &&
      withoutDigits(one) !== withoutDigits(name) &&
      editDistance(one, name) <= most,
  );
  return near.sort((a, b) => editDistance(a, name) - editDistance(b, name))[0];
}

// --- internal ---

/** Lengths from which on two letters, and one, are a slip. */
const LONG = 10;
const SHORT = 5;

/** Without case, marks, and the ending that one metric has and another has not: `Count`, a plural. */
const plainOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/count$/, '')
    .replace(/s$/, '');

const withoutDigits = (name: string): string => name.replace(/\d/g, '');

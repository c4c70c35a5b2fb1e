/** From which number on an epoch is in a unit, in milliseconds: of any date of this century seconds have up to 10 digits, each further unit 3 more. */
const EPOCH_UNITS = [
  [1e17, 1e-6],
  [1e14, 1e-3],
  [1e11, 1],
  [0, 1000],
] as const;
const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?)?(Z|[-+]\d\d:?\d\d)?$/;

/**
 * Epoch milliseconds of an instant in the ways that AWS's tools write one: ISO-8601 (without a zone: UTC),
 * epoch seconds, milliseconds, microseconds or nanoseconds, told by their size. Undefined for anything else.
 */
export function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,19}(\.\d+)?$/.test(value))) {
    const number = Number(value);
    if (!(Number.isFinite(number) && number > 0)) return undefined;
    const [, unit] = EPOCH_UNITS.find(([from]) => number >= from)!;
    return Math.round(number * unit);
  }
  if (typeof value !== 'string' || !ISO.test(value)) return undefined;
  const iso = value
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/(\.\d{3})\d+/, '$1');
  const instant = Date.parse(/(Z|[-+]\d\d:?\d\d)$/.test(iso) || iso.length === 10 ? iso : `${iso}Z`);
  return Number.isFinite(instant) ? instant : undefined;
}

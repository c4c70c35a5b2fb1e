/** Seconds of any date of this century have at most 10 digits, milliseconds 13. */
const MILLISECONDS_FROM = 100_000_000_000;
const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?)?(Z|[-+]\d\d:?\d\d)?$/;

/**
 * Epoch milliseconds of an instant in the ways that AWS's tools write one: ISO-8601 (without a zone: UTC),
 * epoch seconds or epoch milliseconds. Undefined for anything else.
 */
export function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}(\.\d+)?$/.test(value))) {
    const number = Number(value);
    return Number.isFinite(number) && number > 0
      ? Math.round(number < MILLISECONDS_FROM ? number * 1000 : number)
      : undefined;
  }
  if (typeof value !== 'string' || !ISO.test(value)) return undefined;
  const iso = value
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/(\.\d{3})\d+/, '$1');
  const instant = Date.parse(/(Z|[-+]\d\d:?\d\d)$/.test(iso) || iso.length === 10 ? iso : `${iso}Z`);
  return Number.isFinite(instant) ? instant : undefined;
}

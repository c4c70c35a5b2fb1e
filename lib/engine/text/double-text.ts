/**
 * A number as CloudWatch prints it in reasons and notifications, which is Java's `Double.toString`: always a
 * decimal (`21.0`), scientific below 0.001 and from ten million (`1.0E7`).
 */
export function doubleText(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return withDecimal(String(value));
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${withDecimal(mantissa!)}E${Number(exponent)}`;
}

// --- internal ---

const withDecimal = (text: string): string => (text.includes('.') ? text : `${text}.0`);

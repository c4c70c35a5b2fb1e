import type { MetricAlarm } from '../../engine/model';

/** Whether a value is on the wrong side of an alarm's threshold. */
export function breaches({ comparisonOperator, threshold }: MetricAlarm, value: number): boolean {
  switch (comparisonOperator) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

/** Whether an alarm looks for large values. */
export const looksUp = ({ comparisonOperator }: MetricAlarm): boolean =>
  comparisonOperator.startsWith('Greater');

/** The least difference that people would speak of: the last digit in which a number is written. */
export function stepOf(number: number): number {
  const [, decimals = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(String(number)) ?? [];
  const digits = decimals.length - Number(exponent);
  return digits > 0 ? Number((10 ** -digits).toPrecision(1)) : 1;
}

/** The two values next to a threshold, one on each side of it: the nearest that breaches and the nearest that does not. */
export function nextTo(alarm: MetricAlarm): { readonly breach: number; readonly near: number } {
  const { comparisonOperator, threshold } = alarm;
  const step = stepOf(threshold) * (looksUp(alarm) ? 1 : -1);
  const beyond = Number((threshold + step).toPrecision(12));
  const before = Number((threshold - step).toPrecision(12));
  return comparisonOperator.includes('OrEqual')
    ? { breach: threshold, near: before }
    : { breach: beyond, near: threshold };
}

import { formatDuration } from '../../text';

/** An offset in milliseconds as `16m49s`, with milliseconds only where there are some: `4.5s`. */
export function offsetText(offset: number): string {
  const sign = offset < 0 ? '-' : '';
  const milliseconds = Math.round(Math.abs(offset));
  const rest = milliseconds % 1000;
  const whole = formatDuration((milliseconds - rest) / 1000);
  if (rest === 0) return sign + whole;
  const fraction = String(rest).padStart(3, '0').replace(/0+$/, '');
  const seconds = /(\d+)s$/.exec(whole);
  const head = seconds ? whole.slice(0, seconds.index) : whole;
  return `${sign}${head}${seconds?.[1] ?? '0'}.${fraction}s`;
}

/**
 * `2026-01-05T09:07:49.000+0000`, as in notifications and reason data. Joined, since a text that is added up from parts
 * keeps all of them: there are three in every transition of a long simulation.
 */
export function timestampText(epochMs: number): string {
  const milliseconds = String(modulo(epochMs, 1_000)).padStart(3, '0');
  return [dateText(epochMs), 'T', timeText(epochMs), '.', milliseconds, '+0000'].join('');
}

/** `2026-01-05T09:07:49Z`, as in EventBridge's envelope. */
export const wholeSecondsText = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');

/** `05/01/26 09:07:00`, UTC: day, month, year, as in the reasons of metric alarms. */
export function shortDateText(epochMs: number): string {
  const date = dateText(epochMs);
  return `${date.slice(-2)}/${date.slice(-5, -3)}/${date.slice(-8, -6)} ${timeText(epochMs)}`;
}

/** `Wednesday 10 November, 2021 02:45:55 UTC`, as in the reasons of composite alarms. */
export function longDateText(epochMs: number): string {
  const date = new Date(epochMs);
  const day = `${DAYS[date.getUTCDay()]} ${dateText(epochMs).slice(-2)} ${MONTHS[date.getUTCMonth()]}`;
  return `${day}, ${date.getUTCFullYear()} ${timeText(epochMs)} UTC`;
}

// --- internal ---

const DAY = 86_400_000;

/** The text of the last day that was asked for: dates cost more than all else in a reason, and mostly repeat. */
let known = { day: Number.NaN, text: '' };

/** `2026-01-05`. */
function dateText(epochMs: number): string {
  const day = Math.floor(epochMs / DAY);
  if (day !== known.day) known = { day, text: new Date(day * DAY).toISOString().split('T')[0]! };
  return known.text;
}

/** `09:07:49`. */
function timeText(epochMs: number): string {
  const seconds = Math.floor(modulo(epochMs, DAY) / 1_000);
  const minutes = Math.floor(seconds / 60);
  return `${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}`;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

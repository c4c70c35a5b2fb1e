/** `2026-01-05T09:07:49.000+0000`, as in notifications and reason data. */
export const timestampText = (epochMs: number): string =>
  `${new Date(epochMs).toISOString().slice(0, -1)}+0000`;

/** `2026-01-05T09:07:49Z`, as in EventBridge's envelope. */
export const wholeSecondsText = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');

/** `Wednesday 10 November, 2021 02:45:55 UTC`, as in the reasons of composite alarms. */
export function longDateText(epochMs: number): string {
  const date = new Date(epochMs);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${DAYS[date.getUTCDay()]} ${day} ${MONTHS[date.getUTCMonth()]}, ${date.getUTCFullYear()} ${time} UTC`;
}

// --- internal ---

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

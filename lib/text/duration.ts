/** `30s`, `5m`, `1h`, `2d` or `1w`, also combined (`1h30m`); whole numbers only. */
const DURATION = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
/** The same for JSON Schema, which an empty text does not match. */
export const DURATION_PATTERN = `^(?=.)${DURATION.source.slice(1)}`;
const SECONDS = [604_800, 86_400, 3_600, 60, 1] as const;
const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** Seconds of a duration text, or undefined when it is not one. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match || text === '') return undefined;
  return SECONDS.reduce((sum, seconds, index) => sum + seconds * Number(match[index + 1] ?? 0), 0);
}

/**
 * The duration that a bare number may be meant as, in words for a mistake: 60 -> `, did you mean 60s`; of the units the
 * smallest with which it is within limits, in seconds. Empty where it is none, or with none.
 */
export function meantDuration(raw: unknown, least = 0, most = Number.POSITIVE_INFINITY): string {
  if (!['number', 'string'].includes(typeof raw) || !/^\d{1,9}$/.test(String(raw))) return '';
  const unit = UNITS.toReversed().find(
    ([, size]) => Number(raw) * size >= least && Number(raw) * size <= most,
  );
  return unit ? `, did you mean ${raw}${unit[0]}` : '';
}

/** The shortest text of a whole number of seconds, in days and smaller: 90 -> `1m30s`, 0 -> `0s`. */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text || '0s';
}

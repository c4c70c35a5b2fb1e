/** A stretch of time as an axis shows it, epoch seconds. */
export interface TimeAxis {
  readonly from: number;
  readonly until: number;
  /** Where 0 of the axis is, in an incident; absent: the axis has dates. */
  readonly zero?: number;
}

/** Instants at round steps, at most so many. */
export function ticksOf({ from, until, zero = 0 }: TimeAxis, most: number): number[] {
  const step = STEPS.find((one) => (until - from) / one <= most) ?? Math.ceil((until - from) / most);
  const ticks: number[] = [];
  for (let at = zero + Math.ceil((from - zero) / step) * step; at <= until; at += step) ticks.push(at);
  return ticks;
}

/** What stands at an instant of the axis, in UTC; no longer than its span asks for unless the whole of it is wanted. */
export function tickText(at: number, { from, until, zero }: TimeAxis, isWhole = false): string {
  if (zero !== undefined) return offset(at - zero);
  const text = new Date(at * 1000).toISOString();
  if (isWhole) return text.slice(0, 16).replace('T', ' ');
  if (until - from > 3 * DAY) return text.slice(5, 10);
  return until - from > DAY ? text.slice(5, 16).replace('T', ' ') : text.slice(11, 16);
}

// --- internal ---

const MINUTE = 60;
const DAY = 86_400;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080].map(
  (minutes) => minutes * MINUTE,
);

function offset(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const all = Math.round(Math.abs(seconds));
  const parts = [
    [Math.floor(all / 3600), 'h'],
    [Math.floor(all / 60) % 60, 'm'],
    [all % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return sign + (shown.join('') || '0');
}

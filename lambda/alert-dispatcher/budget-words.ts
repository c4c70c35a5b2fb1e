import { BURN_TIERS, budgetMinutes, type SpentBudget } from '../../lib/contract';
import { formatDuration } from '../../lib/text';

/**
 * `burns 20 times too fast over 1h, 6.7 over 6h; 62% of the budget of 28d is left, 104 runs, gone in 20h at the pace of 1h; burning
 * since 2026-01-05 03:00 UTC`
 * @param since epoch milliseconds; absent: it does not burn any more
 */
export function budgetWords(budget: SpentBudget, since: number | undefined): string {
  const { terms, left, badLeft } = budget;
  const burns = budget.burns.filter(({ windowSeconds }) => LONG_WINDOWS.includes(windowSeconds));
  const isFresh = terms.of.kind === 'fresh';
  if (left === undefined || badLeft === undefined) {
    return `not known: no ${isFresh ? 'minutes' : 'runs'} were counted in ${formatDuration(terms.overSeconds)}`;
  }
  const speeds = burns.map(({ windowSeconds, burn }, index) => {
    const over = `over ${formatDuration(windowSeconds)}`;
    return index === 0 ? `burns ${number(burn)} times too fast ${over}` : `${number(burn)} ${over}`;
  });
  const rest = isFresh ? `${number(left * budgetMinutes(terms))} minutes` : `${number(badLeft)} runs`;
  // The newest pace: over days, one that has just begun is hardly seen.
  const pace = burns.find(({ burn }) => burn > 0);
  const gone = pace
    ? `, gone in ${about((left * terms.overSeconds) / pace.burn)} at the pace of ${formatDuration(pace.windowSeconds)}`
    : '';
  return [
    speeds.join(', '),
    left <= 0
      ? `nothing of the budget of ${formatDuration(terms.overSeconds)} is left`
      : `${percent(left)} of the budget of ${formatDuration(terms.overSeconds)} is left, ${rest}${gone}`,
    since === undefined
      ? ''
      : `burning since ${new Date(since).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** `burns 20 times too fast over 1h, 62% of the budget of 28d left`, for one line; undefined when nothing was counted. */
export function briefBudget({ terms, left, burns }: SpentBudget): string | undefined {
  if (left === undefined) return undefined;
  const pace = burns.find(({ windowSeconds }) => LONG_WINDOWS.includes(windowSeconds));
  const over = formatDuration(terms.overSeconds);
  const rest =
    left <= 0 ? `nothing of the budget of ${over} left` : `${percent(left)} of the budget of ${over} left`;
  return pace
    ? `burns ${number(pace.burn)} times too fast over ${formatDuration(pace.windowSeconds)}, ${rest}`
    : rest;
}

// --- internal ---

/** The short ones only say that it goes on. */
const LONG_WINDOWS: readonly number[] = BURN_TIERS.map(({ longSeconds }) => longSeconds);

/** In whole minutes below three hours, in hours below ten days, in days above. */
function about(seconds: number): string {
  const unit = seconds < 3 * HOUR ? 60 : seconds < 240 * HOUR ? HOUR : 24 * HOUR;
  return formatDuration(Math.max(1, Math.round(seconds / unit)) * unit);
}

const HOUR = 3_600;

const number = (value: number): string => String(Number(value.toPrecision(3)));

const percent = (share: number): string => `${Math.round(share * 100)}%`;

import { type Dose, type Level, sameDose } from './dose';

export interface LevelLimits {
  readonly isBreaching: (level: Level) => boolean;
  /** Whether an input can have a datum of the value. */
  readonly canBe: (input: number, value: number) => boolean;
}

/**
 * Where two levels differ in the value of one input alone, moves the one that breaches as near to the other as numbers
 * of three digits allow; `near` is its neighbour that does not breach. Elsewhere the levels stay as they are.
 */
export function narrowedLevel(
  rest: Level,
  breach: Level,
  { isBreaching, canBe }: LevelLimits,
): { readonly breach: Level; readonly near?: Level } {
  const changed = rest.flatMap((dose, index) => (sameDose(dose, breach[index]!) ? [] : [index]));
  const [index] = changed;
  if (index === undefined || changed.length > 1) return { breach };
  const [from, to] = [rest[index]!, breach[index]!];
  if (from === null || to === null || from.count !== to.count || from.value === to.value) return { breach };
  const at = (value: number): Level => breach.with(index, { ...to, value } satisfies Dose);
  let [quiet, loud] = [from.value, to.value];
  const step = niceStep(quiet, loud);
  while (Math.abs(loud - quiet) > step * 1.5) {
    const middle = Number((Math.round((quiet + loud) / 2 / step) * step).toPrecision(12));
    if (middle === quiet || middle === loud || !canBe(index, middle)) break;
    if (isBreaching(at(middle))) loud = middle;
    else quiet = middle;
  }
  return quiet === from.value ? { breach: at(loud) } : { breach: at(loud), near: at(quiet) };
}

// --- internal ---

/** One where both ends are whole and at most a thousand steps apart, else a hundredth of the way, rounded down. */
function niceStep(a: number, b: number): number {
  const gap = Math.abs(a - b);
  if (Number.isInteger(a) && Number.isInteger(b) && gap <= 1000) return 1;
  return 10 ** Math.floor(Math.log10(gap / 100));
}

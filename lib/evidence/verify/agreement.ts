import type { AlarmState } from '../../engine';

/** A change as far as it is compared. */
export interface Change {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

/** What really happened beside what a reading predicts. */
export interface Agreement {
  /** Every real change with the predicted instant, where there is one. */
  readonly pairs: readonly { readonly real: Change; readonly predicted?: number }[];
  /** Predicted changes that did not happen. */
  readonly extra: readonly Change[];
}

/** @param tolerance milliseconds that two instants of the same change may be apart */
export function agreementOf(
  real: readonly Change[],
  predicted: readonly Change[],
  tolerance: number,
): Agreement {
  const left = new Set(predicted);
  const pairs = real.map((change) => {
    const fits = [...left].filter(({ at, to }) => to === change.to && Math.abs(at - change.at) <= tolerance);
    const [nearest] = fits.sort((a, b) => Math.abs(a.at - change.at) - Math.abs(b.at - change.at));
    if (!nearest) return { real: change };
    left.delete(nearest);
    return { real: change, predicted: nearest.at };
  });
  return { pairs, extra: [...left] };
}

export const joined = (parts: readonly Agreement[]): Agreement => ({
  pairs: parts.flatMap(({ pairs }) => pairs),
  extra: parts.flatMap(({ extra }) => extra),
});

/** From 0 to 1: of all changes, real and predicted, those that are both. */
export function rateOf({ pairs, extra }: Agreement): number {
  const all = pairs.length + extra.length;
  return all === 0 ? 1 : pairs.filter(({ predicted }) => predicted !== undefined).length / all;
}

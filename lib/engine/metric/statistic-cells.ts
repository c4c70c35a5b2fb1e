import type { StatisticSet } from './statistic';
import { addToBins, type Bin, type BinCounts, binsBetween, mergeBins, type Sample } from './value-bins';

/**
 * The statistic sets of one metric, one a cell of time, in a ring: the newest cells are kept, a cell that is
 * too old to be kept is dropped. Cells are numbered from the epoch; `cellOf` gives small integers.
 */
export class StatisticCells implements StatisticSet {
  /** Result of the last `gather`. */
  count = 0;
  sum = 0;
  min = 0;
  max = 0;
  /** Whether some gathered value cannot enter a percentile: negative, or known only as a statistic set. */
  isOpaque = false;
  /** How often data were added. */
  changes = 0;
  /** The newest cell that holds data. */
  newest = NEVER;

  private readonly mask: number;
  /** Count, sum, minimum and maximum of cell after cell. */
  private readonly sets: Float64Array;
  private readonly samples: (CellSamples | undefined)[] | undefined;

  /** `keep` is how many cells must be kept; `keepSamples` keeps the bins of single values for extended statistics. */
  constructor(keep: number, keepSamples: boolean) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(keep, 2)));
    this.mask = capacity - 1;
    this.sets = new Float64Array(capacity * WIDTH);
    this.samples = keepSamples ? Array.from({ length: capacity }, () => undefined) : undefined;
  }

  /** Adds one value; the common case, so it takes no detour. */
  addValue(cell: number, value: number): void {
    if (cell !== this.newest + 1 || this.samples) {
      this.add(cell, 1, value, value, value, this.samples ? [{ value, count: 1 }] : undefined);
      return;
    }
    this.newest = cell;
    this.changes++;
    const at = (cell & this.mask) * WIDTH;
    const { sets } = this;
    sets[at] = 1;
    sets[at + 1] = value;
    sets[at + 2] = value;
    sets[at + 3] = value;
  }

  /** Adds one statistic set; `samples` are the values it was made of, when they are known. */
  add(cell: number, count: number, sum: number, min: number, max: number, samples?: readonly Sample[]): void {
    if (cell > this.newest) this.moveTo(cell);
    else if (cell < this.newest - this.mask) return;
    this.changes++;
    const at = (cell & this.mask) * WIDTH;
    const { sets } = this;
    const isFirst = sets[at] === 0;
    sets[at]! += count;
    sets[at + 1]! += sum;
    if (isFirst || min < sets[at + 2]!) sets[at + 2] = min;
    if (isFirst || max > sets[at + 3]!) sets[at + 3] = max;
    if (this.samples) this.addSamples(this.samples, cell & this.mask, min, samples);
  }

  /** Whether a cell is kept and has no data. */
  isEmpty(cell: number): boolean {
    if (cell > this.newest) return true;
    return cell >= this.newest - this.mask && this.sets[(cell & this.mask) * WIDTH] === 0;
  }

  /** Sums the cells from `first` up to, not including, `end` into this object; false when they are empty. */
  gather(first: number, end: number): boolean {
    const { sets, mask } = this;
    let count = 0;
    let sum = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    this.isOpaque = false;
    const to = Math.min(end, this.newest + 1);
    for (let cell = Math.max(first, this.newest - mask); cell < to; cell++) {
      const at = (cell & mask) * WIDTH;
      if (sets[at] === 0) continue;
      count += sets[at]!;
      sum += sets[at + 1]!;
      if (sets[at + 2]! < min) min = sets[at + 2]!;
      if (sets[at + 3]! > max) max = sets[at + 3]!;
      if (this.samples?.[cell & mask]?.isOpaque) this.isOpaque = true;
    }
    this.count = count;
    this.sum = sum;
    this.min = min;
    this.max = max;
    return count > 0;
  }

  /** The bins of the same cells, lowest first, for an extended statistic; after their `gather`. */
  gatherBins(first: number, end: number): Bin[] {
    const counts: BinCounts = new Map();
    const to = Math.min(end, this.newest + 1);
    for (let cell = Math.max(first, this.newest - this.mask); cell < to; cell++) {
      const bins = this.samples?.[cell & this.mask]?.bins;
      if (bins) mergeBins(counts, bins);
    }
    return binsBetween(counts, this.min, this.max);
  }

  private moveTo(cell: number): void {
    const steps = Math.min(cell - this.newest, this.mask + 1);
    for (let back = 0; back < steps; back++) {
      const at = (cell - back) & this.mask;
      this.sets.fill(0, at * WIDTH, (at + 1) * WIDTH);
      if (this.samples) this.samples[at] = undefined;
    }
    this.newest = cell;
  }

  private addSamples(
    all: (CellSamples | undefined)[],
    at: number,
    min: number,
    samples: readonly Sample[] | undefined,
  ): void {
    const cell = all[at] ?? { bins: new Map(), isOpaque: false };
    all[at] = cell;
    if (!samples || min < 0) cell.isOpaque = true;
    else addToBins(cell.bins, samples);
  }
}

/** Number of the cell of `step` milliseconds that an instant lies in. */
export const cellOf = (epochMs: number, step: number): number => Math.floor(epochMs / step) | 0;

// --- internal ---

const WIDTH = 4;

/** Far enough from both ends that differences stay small integers, which keeps the arithmetic cheap. */
const NEVER = -(2 ** 30);

interface CellSamples {
  readonly bins: BinCounts;
  isOpaque: boolean;
}

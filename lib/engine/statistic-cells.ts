import type { Sample } from './extended-statistic';
import type { StatisticSet } from './statistic';

/**
 * The statistic sets of one metric, one a cell of time, in a ring of columns: the newest cells are kept, a
 * cell that is too old to be kept is dropped. Cells are numbered from the epoch; `cellOf` gives small integers.
 */
export class StatisticCells implements StatisticSet {
  /** Result of the last `gather` or `load`. */
  count = 0;
  sum = 0;
  min = 0;
  max = 0;
  /** Whether some gathered value cannot enter a percentile: negative, or known only as a statistic set. */
  isOpaque = false;
  /** The newest cell that holds data. */
  newest = NEVER;

  private readonly mask: number;
  private readonly counts: Float64Array;
  private readonly sums: Float64Array;
  private readonly mins: Float64Array;
  private readonly maxs: Float64Array;
  private readonly samples: (CellSamples | undefined)[] | undefined;

  /** `keep` is how many cells must be kept; `keepSamples` keeps single values for extended statistics. */
  constructor(
    keep: number,
    private readonly keepSamples: boolean,
  ) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(keep, 2)));
    this.mask = capacity - 1;
    this.counts = new Float64Array(capacity);
    this.sums = new Float64Array(capacity);
    this.mins = new Float64Array(capacity);
    this.maxs = new Float64Array(capacity);
    this.samples = keepSamples ? Array.from({ length: capacity }, () => undefined) : undefined;
  }

  /** Adds one statistic set; `samples` are the values it was made of, when they are known. */
  add(cell: number, count: number, sum: number, min: number, max: number, samples?: readonly Sample[]): void {
    if (cell > this.newest) this.moveTo(cell);
    else if (cell <= this.newest - this.counts.length) return;
    const at = cell & this.mask;
    if (this.counts[at] === 0) {
      this.mins[at] = min;
      this.maxs[at] = max;
    } else {
      if (min < this.mins[at]!) this.mins[at] = min;
      if (max > this.maxs[at]!) this.maxs[at] = max;
    }
    this.counts[at]! += count;
    this.sums[at]! += sum;
    if (this.keepSamples) this.addSamples(at, min, samples);
  }

  /** Loads one cell into this object; false when it is empty. */
  load(cell: number): boolean {
    if (!(cell <= this.newest && cell >= this.newest - this.mask)) return false;
    const at = cell & this.mask;
    this.count = this.counts[at]!;
    if (this.count === 0) return false;
    this.sum = this.sums[at]!;
    this.min = this.mins[at]!;
    this.max = this.maxs[at]!;
    this.isOpaque = this.samples?.[at]?.isOpaque ?? false;
    return true;
  }

  /** Sums the cells from `first` up to, not including, `end` into this object; false when they are empty. */
  gather(first: number, end: number): boolean {
    if (end - first === 1) return this.load(first);
    let count = 0;
    let sum = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    this.isOpaque = false;
    const from = Math.max(first, this.newest - this.mask);
    const to = Math.min(end, this.newest + 1);
    for (let cell = from; cell < to; cell++) {
      const at = cell & this.mask;
      if (this.counts[at] === 0) continue;
      count += this.counts[at]!;
      sum += this.sums[at]!;
      if (this.mins[at]! < min) min = this.mins[at]!;
      if (this.maxs[at]! > max) max = this.maxs[at]!;
      if (this.samples?.[at]?.isOpaque) this.isOpaque = true;
    }
    this.count = count;
    this.sum = sum;
    this.min = min;
    this.max = max;
    return count > 0;
  }

  /** The single values of the same cells, for an extended statistic. */
  gatherSamples(first: number, end: number): Sample[] {
    const gathered: Sample[] = [];
    const to = Math.min(end, this.newest + 1);
    for (let cell = Math.max(first, this.newest - this.mask); cell < to; cell++) {
      const values = this.samples?.[cell & this.mask]?.values;
      if (values) gathered.push(...values);
    }
    return gathered;
  }

  private moveTo(cell: number): void {
    const steps = Math.min(cell - this.newest, this.counts.length);
    for (let back = 0; back < steps; back++) {
      const at = (cell - back) & this.mask;
      this.counts[at] = 0;
      this.sums[at] = 0;
      if (this.samples) this.samples[at] = undefined;
    }
    this.newest = cell;
  }

  private addSamples(at: number, min: number, samples: readonly Sample[] | undefined): void {
    const cell = this.samples![at] ?? { values: [], isOpaque: false };
    this.samples![at] = cell;
    if (samples) for (const sample of samples) cell.values.push(sample);
    if (!samples || min < 0) cell.isOpaque = true;
  }
}

/** Number of the cell of `step` milliseconds that an instant lies in. */
export const cellOf = (epochMs: number, step: number): number => (epochMs / step) | 0;

// --- internal ---

/** Far enough from both ends that differences stay small integers, which keeps the arithmetic cheap. */
const NEVER = -(2 ** 30);

interface CellSamples {
  readonly values: Sample[];
  isOpaque: boolean;
}

import type { Sample } from './value-bins';

export type Reveal = (
  timestamp: number,
  count: number,
  sum: number,
  min: number,
  max: number,
  unit: number,
  samples?: readonly Sample[],
) => void;

/**
 * Data that are not visible yet, in columns, handed out by the time of their visibility. Data of the same
 * instant come in one fixed order, so that sums do not depend on the order of arrival.
 */
export class PendingData {
  private rows = new Float64Array(WIDTH * 16);
  private samples = new Map<number, readonly Sample[]>();
  private from = 0;
  private length = 0;
  private isSorted = true;

  push(
    visibleAt: number,
    timestamp: number,
    count: number,
    sum: number,
    min: number,
    max: number,
    unit: number,
    samples?: readonly Sample[],
  ): void {
    if (this.length * WIDTH === this.rows.length) this.grow();
    const row = this.length++;
    const base = row * WIDTH;
    this.rows[base] = visibleAt;
    this.rows[base + 1] = timestamp;
    this.rows[base + 2] = sum;
    this.rows[base + 3] = min;
    this.rows[base + 4] = max;
    this.rows[base + 5] = count;
    this.rows[base + 6] = unit;
    if (samples) this.samples.set(row, samples);
    if (row > this.from && this.compare(row - 1, row) > 0) this.isSorted = false;
  }

  /** When the next datum becomes visible; infinity when there is none. */
  nextVisible(): number {
    if (this.from === this.length) return Number.POSITIVE_INFINITY;
    this.sort();
    return this.rows[this.from * WIDTH]!;
  }

  /** Hands out everything that is visible at `at`, in order. */
  drain(at: number, reveal: Reveal): void {
    this.sort();
    while (this.from < this.length && this.rows[this.from * WIDTH]! <= at) {
      const base = this.from * WIDTH;
      const { rows } = this;
      const samples = this.samples.get(this.from);
      this.samples.delete(this.from++);
      reveal(
        rows[base + 1]!,
        rows[base + 5]!,
        rows[base + 2]!,
        rows[base + 3]!,
        rows[base + 4]!,
        rows[base + 6]!,
        samples,
      );
    }
    if (this.from === this.length) {
      this.from = 0;
      this.length = 0;
    }
  }

  private compare(a: number, b: number): number {
    for (let column = 0; column < WIDTH; column++) {
      const difference = this.rows[a * WIDTH + column]! - this.rows[b * WIDTH + column]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  private sort(): void {
    if (this.isSorted) return;
    this.rebuild();
    this.isSorted = true;
  }

  /** Copies the rows as they are; those that were handed out keep their places. */
  private grow(): void {
    const rows = new Float64Array(this.rows.length * 2);
    rows.set(this.rows);
    this.rows = rows;
  }

  /** Copies what is left into fresh columns, in order. */
  private rebuild(): void {
    const order = new Uint32Array(this.length - this.from);
    for (let index = 0; index < order.length; index++) order[index] = this.from + index;
    order.sort((a, b) => this.compare(a, b));
    const rows = new Float64Array(Math.max(order.length, 16) * WIDTH);
    const samples = new Map<number, readonly Sample[]>();
    order.forEach((row, index) => {
      rows.set(this.rows.subarray(row * WIDTH, (row + 1) * WIDTH), index * WIDTH);
      const own = this.samples.get(row);
      if (own) samples.set(index, own);
    });
    this.rows = rows;
    this.samples = samples;
    this.from = 0;
    this.length = order.length;
  }
}

// --- internal ---

/** visibleAt, timestamp, sum, min, max, count, rank of the unit: the order of comparison. */
const WIDTH = 7;

/** What waits to be sent. */
export interface Item {
  /** As it stands in a request. */
  readonly text: string;
  /** How many records or data points it holds. */
  readonly count: number;
  /** What the destination counts for it. */
  readonly bytes: number;
}

/** How many of the oldest items, of which there is one at least, go into the next request: one at least. */
export type BatchSize<T> = (items: readonly T[]) => number;

/** Waiting items, bounded in bytes: the oldest make room for the newest. */
export class SendQueue<T extends Item> {
  bytes = 0;
  #items: T[] = [];

  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#items.length;
  }

  /** @returns how many records or data points had to make room. */
  push(item: T): number {
    this.#items.push(item);
    this.bytes += item.bytes;
    let excess = 0;
    let lost = 0;
    while (this.bytes > this.#maxBytes && excess < this.#items.length - 1) {
      this.bytes -= this.#items[excess]!.bytes;
      lost += this.#items[excess]!.count;
      excess += 1;
    }
    if (excess > 0) this.#items.splice(0, excess);
    return lost;
  }

  /** Takes the oldest items off, all unless it is said how many. */
  take(size: BatchSize<T> = ({ length }) => length): readonly T[] {
    if (this.#items.length === 0) return [];
    const taken = this.#items.splice(0, size(this.#items));
    for (const { bytes } of taken) this.bytes -= bytes;
    return taken;
  }
}

/** Batches of at most so many bytes and records or data points, but of one item at least. */
export const batchOf =
  (maxBytes: number, maxCount: number): BatchSize<Item> =>
  (items) => {
    let bytes = 0;
    let count = 0;
    const end = items.findIndex((item) => {
      bytes += item.bytes;
      count += item.count;
      return bytes > maxBytes || count > maxCount;
    });
    return end < 0 ? items.length : Math.max(1, end);
  };

export const countOf = (items: readonly Item[]): number => items.reduce((sum, { count }) => sum + count, 0);

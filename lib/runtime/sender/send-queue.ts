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
  #items: (T | undefined)[] = [];
  /** Where the oldest item is. */
  #head = 0;

  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  /** @returns how many records or data points had to make room. */
  push(item: T): number {
    this.#items.push(item);
    return this.grow(item.bytes);
  }

  /** The newest item has become larger by so many bytes. @returns how many records or data points had to make room. */
  grow(bytes: number): number {
    this.bytes += bytes;
    let lost = 0;
    while (this.bytes > this.#maxBytes && this.length > 1) {
      const { bytes, count } = this.#items[this.#head]!;
      this.#items[this.#head] = undefined;
      this.#head += 1;
      this.bytes -= bytes;
      lost += count;
    }
    if (this.#head > MAX_HOLES && this.#head > this.length) this.#close();
    return lost;
  }

  /** Takes the oldest items off, all unless it is said how many. */
  take(size: BatchSize<T> = ({ length }) => length): readonly T[] {
    if (this.length === 0) return [];
    this.#close();
    const items = this.#items as T[];
    const taken = items.splice(0, size(items));
    for (const { bytes } of taken) this.bytes -= bytes;
    return taken;
  }

  #close(): void {
    this.#items.splice(0, this.#head);
    this.#head = 0;
  }
}

/** Places of items that made room, before the others move up: each of them would move for every new one. */
const MAX_HOLES = 1000;

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

/** Records or data points that go together, as they stand in a request. */
export interface ExportItem {
  /** JSON without what is around it. */
  readonly text: string;
  /** How many records or data points it holds. */
  readonly count: number;
  readonly bytes: number;
}

/** Waiting items, bounded in bytes: the oldest make room for the newest. */
export class ExportQueue {
  bytes = 0;
  #items: ExportItem[] = [];

  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#items.length;
  }

  /** @returns how many records or data points had to make room. */
  push(text: string, count: number): number {
    const bytes = Buffer.byteLength(text);
    this.#items.push({ text, count, bytes });
    this.bytes += bytes;
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

  /** Takes the oldest items off, up to so many bytes and records; one at least, where there is one. */
  takeBatch(maxBytes: number, maxCount: number): readonly ExportItem[] {
    let bytes = 0;
    let count = 0;
    let size = 0;
    for (const item of this.#items) {
      if (size > 0 && (bytes + item.bytes > maxBytes || count + item.count > maxCount)) break;
      bytes += item.bytes;
      count += item.count;
      size += 1;
    }
    this.bytes -= bytes;
    return this.#items.splice(0, size);
  }
}

export const countOf = (items: readonly ExportItem[]): number =>
  items.reduce((sum, { count }) => sum + count, 0);

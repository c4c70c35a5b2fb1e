/**
 * The queue between a worker's poller and its threads. It is short on purpose: what waits here is hidden from
 * the queue's depth, and only the heartbeat's `internal.qlen` shows it.
 */
export class InternalQueue<T> implements AsyncIterable<T> {
  private readonly items: T[] = [];
  private readonly takers: ((result: IteratorResult<T>) => void)[] = [];
  private readonly putters: (() => void)[] = [];
  private closed = false;

  /** @param capacity Items that may wait. */
  constructor(private readonly capacity: number) {}

  get length(): number {
    return this.items.length;
  }

  /** Resolves when there was room for the item. */
  async put(item: T): Promise<void> {
    while (this.items.length >= this.capacity)
      await new Promise<void>((resolve) => this.putters.push(resolve));
    const taker = this.takers.shift();
    if (taker) taker({ value: item, done: false });
    else this.items.push(item);
  }

  /** No more items will come; those that wait are still handed out. */
  close(): void {
    this.closed = true;
    for (const taker of this.takers.splice(0)) taker({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return { next: () => this.take() };
  }

  private take(): Promise<IteratorResult<T>> {
    const item = this.items.shift();
    this.putters.shift()?.();
    if (item !== undefined) return Promise.resolve({ value: item, done: false });
    if (this.closed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.takers.push(resolve));
  }
}

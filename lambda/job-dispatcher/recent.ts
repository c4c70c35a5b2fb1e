/** Ids that this process has sent; the oldest are forgotten. */
export class RecentIds {
  static readonly LIMIT = 10_000;
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size > RecentIds.LIMIT) this.#ids.delete(this.#ids.values().next().value!);
  }
}

/** Keys that were told of a moment ago. */
export class RecentKeys {
  readonly #until = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  /** Whether the key was not told of in the last so many seconds; it is now. */
  take(key: string, seconds: number): boolean {
    const now = this.now();
    if ((this.#until.get(key) ?? 0) > now) return false;
    for (const [old, until] of this.#until) if (until <= now) this.#until.delete(old);
    this.#until.set(key, now + seconds * 1_000);
    return true;
  }

  forget(key: string): void {
    this.#until.delete(key);
  }
}

import type { Offsets } from '../kafka/event-reader';

/** How far each partition has been counted, may be committed, and is committed. */
export class PartitionProgress {
  /** Records that came a second time. */
  repeated = 0;

  private topicId: string | undefined;
  /** Next offset to count. Kept when a partition goes elsewhere: it may come back before anyone commits. */
  private readonly counted = new Map<number, bigint>();
  private readonly settled = new Map<number, bigint>();
  private readonly done = new Map<number, bigint>();
  /**
   * Partitions that have delivered something since they were shared out. Of another nothing may be committed:
   * what this process remembers of it can be behind what its latest owner has committed.
   */
  private readonly live = new Set<number>();

  /** The offsets of a topic that was made anew, or cut off after a broker's loss, mean other records. */
  readonly joined = (topicId: string, ends: Offsets): void => {
    for (const [partition, offset] of this.counted) {
      const end = ends.get(partition);
      const isOther = topicId !== this.topicId || (end !== undefined && offset > end);
      if (isOther) this.forget(partition);
    }
    this.topicId = topicId;
    this.rebalanced();
  };

  readonly rebalanced = (): void => {
    this.live.clear();
    this.done.clear();
  };

  /** @returns whether the record is to be counted, since it has not been yet. */
  advance(partition: number, offset: bigint): boolean {
    this.live.add(partition);
    const next = this.counted.get(partition);
    if (next !== undefined && offset < next) {
      this.repeated += 1;
      return false;
    }
    this.counted.set(partition, offset + 1n);
    return true;
  }

  snapshot(): Offsets {
    return new Map(this.counted);
  }

  /** What was counted up to a snapshot may be committed. */
  settle(snapshot: Offsets): void {
    for (const [partition, offset] of snapshot) this.settled.set(partition, offset);
  }

  uncommitted(): Offsets {
    return new Map(
      [...this.settled].filter(
        ([partition, offset]) =>
          this.live.has(partition) &&
          this.done.get(partition) !== offset &&
          offset <= (this.counted.get(partition) ?? -1n),
      ),
    );
  }

  committed(offsets: Offsets): void {
    for (const [partition, offset] of offsets) this.done.set(partition, offset);
  }

  state(): Readonly<Record<string, unknown>> {
    const offsets = (of: Offsets) =>
      Object.fromEntries([...of].map(([key, offset]) => [key, Number(offset)]));
    return { counted: offsets(this.counted), committed: offsets(this.done), repeated: this.repeated };
  }

  private forget(partition: number): void {
    for (const offsets of [this.counted, this.settled, this.done]) offsets.delete(partition);
  }
}

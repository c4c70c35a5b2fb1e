import type { Family } from './families';

export interface SeriesMapProps {
  /** Label sets to keep; what comes beyond goes to one more of each open family, see OVERFLOW. @default 50,000 */
  readonly maxSeries?: number;
  /** Time in ms after which a label set that nothing was told about is forgotten. @default never */
  readonly expireAfter?: number;
}

/** Every label of the series that takes what the cap keeps out, so that sums stay right. */
export const OVERFLOW = '_overflow';

export const DEFAULT_MAX_SERIES = 50_000;

export interface Entry<T> {
  readonly labels: readonly string[];
  readonly value: T;
  seen: number;
}

/**
 * What is known of each label set of each family. Names of jobs and users come from outside, so both their
 * number and the time they are kept are bounded.
 */
export class SeriesMap<T> {
  /** Updates that went to an overflow series. */
  overflowed = 0;

  private readonly families = new Map<Family, FamilyEntries<T>>();
  private readonly maxSeries: number;
  private readonly expireAfter: number;
  private count = 0;

  /** @param create makes what is kept of a new label set. */
  constructor(
    private readonly create: (family: Family, labels: readonly string[]) => T,
    props: SeriesMapProps = {},
  ) {
    this.maxSeries = props.maxSeries ?? DEFAULT_MAX_SERIES;
    this.expireAfter = props.expireAfter ?? Number.POSITIVE_INFINITY;
  }

  /** Label sets, those of the overflow not counted. */
  get size(): number {
    return this.count;
  }

  /**
   * @param key the labels as one text
   * @param now epoch ms
   */
  get(family: Family, key: string, labels: readonly string[], now: number): T {
    const entries = this.entriesOf(family);
    const known = entries.known.get(key);
    if (known) {
      known.seen = now;
      return known.value;
    }
    if (this.count >= this.maxSeries && family.isOpen) {
      this.overflowed += 1;
      entries.overflow ??= this.entry(
        family,
        labels.map(() => OVERFLOW),
        now,
      );
      return entries.overflow.value;
    }
    const entry = this.entry(family, labels, now);
    entries.known.set(key, entry);
    this.count += 1;
    return entry.value;
  }

  /** The label sets of one family in the order in which they were first seen, the overflow last. */
  *of(family: Family): IterableIterator<Entry<T>> {
    const entries = this.families.get(family);
    if (!entries) return;
    yield* entries.known.values();
    if (entries.overflow) yield entries.overflow;
  }

  /** Forgets what has not been seen for long. @returns how many label sets. */
  expire(now: number): number {
    const before = this.count;
    for (const { known } of this.families.values()) {
      for (const [key, { seen }] of known) {
        if (now - seen > this.expireAfter && known.delete(key)) this.count -= 1;
      }
    }
    return before - this.count;
  }

  clear(): void {
    this.families.clear();
    this.count = 0;
  }

  private entriesOf(family: Family): FamilyEntries<T> {
    let entries = this.families.get(family);
    if (!entries) {
      entries = { known: new Map(), overflow: undefined };
      this.families.set(family, entries);
    }
    return entries;
  }

  private entry(family: Family, labels: readonly string[], seen: number): Entry<T> {
    return { labels, value: this.create(family, labels), seen };
  }
}

// --- internal ---

interface FamilyEntries<T> {
  readonly known: Map<string, Entry<T>>;
  overflow: Entry<T> | undefined;
}

import type { Family } from './families';

export interface SeriesMapProps {
  /** Label sets to keep; what comes beyond goes to one more of each open family, see OVERFLOW. @default 50,000 */
  readonly maxSeries?: number;
  /**
   * Time in ms after which a label set that nothing was told about makes room for another, once there is none
   * left. Until then nothing is forgotten: a counter that begins anew hides what it counted. @default never
   */
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
  private swept = Number.NEGATIVE_INFINITY;

  /** @param create makes what is kept of a new label set. */
  constructor(
    private readonly create: (family: Family, labels: readonly string[]) => T,
    props: SeriesMapProps = {},
  ) {
    this.maxSeries = props.maxSeries ?? DEFAULT_MAX_SERIES;
    this.expireAfter = props.expireAfter ?? Number.POSITIVE_INFINITY;
  }

  /** Label sets whose labels come from outside, those of the overflow not counted. */
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
    if (!this.hasRoom(family, now)) {
      this.overflowed += 1;
      entries.overflow ??= this.entry(
        family,
        labels.map(() => OVERFLOW),
        now,
      );
      return entries.overflow.value;
    }
    return this.add(family, key, labels, now).value;
  }

  /** Makes a label set that nothing is told about yet, while there is room. */
  declare(family: Family, key: string, labels: readonly string[], now: number): void {
    if (!this.has(family, key) && this.hasRoom(family, now)) this.add(family, key, labels, now);
  }

  has(family: Family, key: string): boolean {
    return this.families.get(family)?.known.has(key) ?? false;
  }

  /** The label sets of one family in the order in which they were first seen, the overflow last. */
  *of(family: Family): IterableIterator<Entry<T>> {
    const entries = this.families.get(family);
    if (!entries) return;
    yield* entries.known.values();
    if (entries.overflow) yield entries.overflow;
  }

  clear(): void {
    this.families.clear();
    this.count = 0;
  }

  private hasRoom(family: Family, now: number): boolean {
    if (family.labelSets !== undefined || this.count < this.maxSeries) return true;
    if (this.expireAfter < Number.POSITIVE_INFINITY && now - this.swept >= SWEEP_MS) {
      this.swept = now;
      this.expire(now);
    }
    return this.count < this.maxSeries;
  }

  private add(family: Family, key: string, labels: readonly string[], now: number): Entry<T> {
    const entry = this.entry(family, labels, now);
    this.entriesOf(family).known.set(key, entry);
    // what is bounded by itself takes no room
    if (family.labelSets === undefined) this.count += 1;
    return entry;
  }

  /** Forgets what has not been seen for long. */
  private expire(now: number): void {
    for (const [family, { known }] of this.families) {
      if (family.labelSets !== undefined) continue;
      for (const [key, { seen }] of known) {
        if (now - seen > this.expireAfter && known.delete(key)) this.count -= 1;
      }
    }
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

/** Between two looks for what may be forgotten, each of which passes over every label set. */
const SWEEP_MS = 60_000;

interface FamilyEntries<T> {
  readonly known: Map<string, Entry<T>>;
  overflow: Entry<T> | undefined;
}

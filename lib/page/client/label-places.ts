/** Where labels of a chart stand, so that none covers another. */
export class LabelPlaces {
  private readonly taken: Box[] = [];

  constructor(
    private readonly top: number,
    private readonly bottom: number,
  ) {}

  /** The first of the tops that is free, or rows above and below the last; undefined where there is no room. */
  place(left: number, width: number, height: number, tops: readonly number[]): number | undefined {
    const last = tops.at(-1)!;
    const rows = Array.from({ length: MOST_ROWS }, (_, row) => (row + 1) * height);
    const wanted = [...tops, ...rows.flatMap((row) => [last + row, last - row])];
    const free = wanted.find(
      (top) =>
        top >= this.top &&
        top + height <= this.bottom &&
        !this.taken.some(
          (other) =>
            left < other.left + other.width &&
            other.left < left + width &&
            top < other.top + other.height &&
            other.top < top + height,
        ),
    );
    if (free !== undefined) this.taken.push({ left, top: free, width, height });
    return free;
  }
}

// --- internal ---

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Farther from its line a label is of no use. */
const MOST_ROWS = 4;

import type { StatisticCells } from './statistic-cells';

/**
 * The statistic sets of one metric, kept apart by unit. A read takes the data of one unit, never a sum over units
 * (recorded: 60 seconds and 60,000 milliseconds in a minute are read as 60,000).
 */
export class UnitCells {
  /** What the last `gather` took; undefined before the first and where nothing was found. */
  gathered: StatisticCells | undefined;

  private only: OfUnit | undefined;
  /** Best unit first; absent while there is one unit, which is nearly always. */
  private several: OfUnit[] | undefined;

  constructor(private readonly make: () => StatisticCells) {}

  /** The cells of a unit, by its rank. */
  of(rank: number): StatisticCells {
    this.only ??= { rank, cells: this.make() };
    if (this.only.rank === rank) return this.only.cells;
    this.several ??= [this.only];
    const known = this.several.find((unit) => unit.rank === rank);
    if (known) return known.cells;
    const added = { rank, cells: this.make() };
    this.several.push(added);
    this.several.sort((a, b) => a.rank - b.rank);
    return added.cells;
  }

  /** How often data were added; NaN, which equals nothing, where there are several units. */
  get changes(): number {
    return this.several ? Number.NaN : (this.only?.cells.changes ?? 0);
  }

  /** Whether a cell is kept and has no data; of one unit. */
  isEmpty(cell: number): boolean {
    return this.only?.cells.isEmpty(cell) ?? true;
  }

  /** Sums the cells from `first` up to, not including, `end` of the unit that a read takes; see `gathered`. */
  gather(first: number, end: number): StatisticCells | undefined {
    this.gathered = this.several ? this.best(first, end) : this.alone(first, end);
    return this.gathered;
  }

  private alone(first: number, end: number): StatisticCells | undefined {
    const cells = this.only?.cells;
    return cells?.gather(first, end) ? cells : undefined;
  }

  private best(first: number, end: number): StatisticCells | undefined {
    return this.several!.find(({ cells }) => cells.gather(first, end))?.cells;
  }
}

// --- internal ---

interface OfUnit {
  readonly rank: number;
  readonly cells: StatisticCells;
}

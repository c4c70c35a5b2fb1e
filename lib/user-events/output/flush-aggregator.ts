import type { Update } from '../event-updates';
import type { Family } from '../families';
import { SeriesMap, type SeriesMapProps } from '../series-map';

/** What one label set of one family has gathered since the last flush. */
export interface Gathered {
  readonly family: Family;
  readonly labels: readonly string[];
  /** Sum of a counter, latest value of a gauge; of a histogram nothing. */
  readonly value: number;
  /** Values of a histogram and how often each occurred. */
  readonly values: ReadonlyMap<number, number>;
}

/** Gathers updates for an output that is told only what is new. */
export class FlushAggregator {
  private readonly series: SeriesMap<Cell>;

  constructor(
    private readonly families: readonly Family[],
    props: Pick<SeriesMapProps, 'maxSeries'> = {},
  ) {
    this.series = new SeriesMap(() => ({ value: 0, values: new Map() }), props);
  }

  apply({ family, key, labels, value }: Update, now: number): void {
    const cell = this.series.get(family, key, labels, now);
    if (family.type === 'counter') cell.value += value;
    else if (family.type === 'gauge') cell.value = value;
    else cell.values.set(value, (cell.values.get(value) ?? 0) + 1);
  }

  /** What has been gathered, family by family; begins anew. */
  take(): Gathered[] {
    const gathered = this.families.flatMap((family) =>
      [...this.series.of(family)].map(({ labels, value: cell }) => ({ family, labels, ...cell })),
    );
    this.series.clear();
    return gathered;
  }
}

// --- internal ---

interface Cell {
  value: number;
  readonly values: Map<number, number>;
}

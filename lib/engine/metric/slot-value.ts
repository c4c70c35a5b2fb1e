import type { MetricSeries } from './metric-series';
import type { Statistic } from './statistic';
import { cellOf } from './statistic-cells';

/**
 * The statistic of a series in [start, end), epoch milliseconds at multiples of the series' step; NaN where it has no
 * data. Afterwards `series.cells.gathered` holds what it was made of, e.g. the number of samples.
 */
export function slotValue(series: MetricSeries, statistic: Statistic, start: number, end: number): number {
  const { step } = series;
  const cells = series.cells.gather(cellOf(start, step), cellOf(end, step));
  if (!cells) return Number.NaN;
  if (statistic.ofSet) return statistic.ofSet(cells);
  if (cells.isOpaque) return Number.NaN;
  return statistic.extended!.of(cells.gatherBins(cellOf(start, step), cellOf(end, step))) ?? Number.NaN;
}

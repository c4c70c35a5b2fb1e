import { parseStatistic } from '../../engine';
import { StatisticCells } from '../../engine/metric/statistic-cells';

/** What a metric gets in one period: `count` data of one value, or nothing. */
export type Dose = { readonly value: number; readonly count: number } | null;

/**
 * What each metric of an alarm gets in one period, in the order of its inputs. A metric that is read by several statistics
 * gets the doses of all of them.
 */
export type Level = readonly Dose[];

/** What a statistic makes of doses of one metric together; null where it makes nothing. By the engine's own cells. */
export function statisticOf(stat: string, ...doses: readonly Dose[]): number | null {
  const given = doses.filter((dose) => dose !== null);
  if (given.length === 0) return null;
  const cells = new StatisticCells(2, true);
  for (const { value, count } of given) {
    cells.add(0, count, value * count, value, value, [{ value, count }]);
  }
  cells.gather(0, 1);
  const { ofSet, extended } = parseStatistic(stat);
  if (ofSet) return ofSet(cells);
  return cells.isOpaque ? null : (extended!.of(cells.gatherBins(0, 1)) ?? null);
}

export const sameDose = (a: Dose, b: Dose): boolean =>
  a === b || (a !== null && b !== null && a.value === b.value && a.count === b.count);

export const sameLevel = (a: Level, b: Level): boolean => a.every((dose, index) => sameDose(dose, b[index]!));

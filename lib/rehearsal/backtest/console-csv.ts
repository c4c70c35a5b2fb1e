import { parseCsv } from './csv-text';
import type { RecordedSeries } from './recording';
import { RecordingError } from './recording-error';
import { instantOf } from './timestamp';

/** How the console begins what a graph gives as CSV: a line a property, before the first instant. */
export const CONSOLE_CSV = /^"?(Id|Label|Full label)"?,/i;

/**
 * The CSV that CloudWatch's console makes of a graph, a column a series: lines `Id`, `StatusCode`, `Messages`,
 * `Full label` and `Label`, then a line for each instant. The label is what the graph calls the series; it has to be
 * an alarm's or a metric's name.
 */
export function readConsoleCsv(text: string, source: string): RecordedSeries[] {
  const rows = parseCsv(text);
  const first = rows.findIndex(([time]) => instantOf(slashed(time)) !== undefined);
  if (first === -1) {
    throw new RecordingError(`${source}: no line begins with a time such as 2026/06/04 10:00:00`);
  }
  const properties = new Map(
    rows.slice(0, first).map(([name = '', ...values]) => [name.trim().toLowerCase(), values] as const),
  );
  const columns = Math.max(...rows.slice(first).map((row) => row.length - 1));
  return Array.from({ length: columns }, (_, column) => {
    const label = properties.get('label')?.[column] ?? properties.get('id')?.[column] ?? '';
    return {
      source: `${source}: column '${label}'`,
      label,
      ...statisticOf(properties.get('full label')?.[column] ?? ''),
      points: rows.slice(first).flatMap((row, index) => {
        const at = instantOf(slashed(row[0]));
        const where = `${source}: line ${first + index + 1}`;
        if (at === undefined)
          throw new RecordingError(
            `${where}: got '${row[0] ?? ''}', allowed: a time such as 2026/06/04 10:00:00`,
          );
        const cell = row[column + 1]?.trim() ?? '';
        if (cell === '') return [];
        const value = Number(cell);
        if (!Number.isFinite(value))
          throw new RecordingError(`${where}: got '${cell}', allowed: a number or nothing`);
        return [[at, value] as const];
      }),
    };
  });
}

// --- internal ---

const slashed = (time: string | undefined): string | undefined =>
  time?.trim().replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3');

/** A full label that was not changed by hand ends with the statistic and the period in seconds. */
function statisticOf(fullLabel: string): Pick<RecordedSeries, 'stat' | 'period'> {
  const [, stat, period] =
    / (SampleCount|Sum|Average|Minimum|Maximum|p\d+(?:\.\d+)?) (\d+)$/.exec(fullLabel) ?? [];
  return stat === undefined ? {} : { stat, period: Number(period) };
}

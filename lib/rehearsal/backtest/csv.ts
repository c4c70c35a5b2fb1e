import { parseCsv } from './csv-text';
import type { RecordedSeries } from './recording';
import { RecordingError } from './recording-error';
import { instantOf } from './timestamp';

/**
 * A CSV of metrics. Long: columns `timestamp,metric,value`, optionally `namespace`, `dimensions`
 * (`Name=value;Name=value`), `stat` and `period`. Wide: `timestamp` and a column an alarm or metric, named
 * after it. An empty cell is a missing point.
 */
export function readCsv(text: string, source: string): RecordedSeries[] {
  const [header, ...rows] = parseCsv(text);
  const names = (header ?? []).map((name) => name.trim());
  const time = names.findIndex((name) => /^(timestamp|time|date)$/i.test(name));
  if (time === -1 || names.length < 2) {
    throw new RecordingError(
      `${source}: line 1: got columns ${names.join(', ')}, allowed: timestamp and others`,
    );
  }
  const stamped = rows.map((row, index) => ({
    row,
    line: index + 2,
    at: instantAt(row[time], source, index + 2),
  }));
  const column = (name: string) => names.findIndex((one) => one.toLowerCase() === name);
  return column('value') === -1 ? wide(names, time, stamped, source) : long(column, stamped, source);
}

// --- internal ---

/** Columns that say which metric a line is of. */
const KEYS = ['namespace', 'metric', 'dimensions', 'stat', 'period'] as const;

interface Row {
  readonly row: readonly string[];
  readonly line: number;
  readonly at: number;
}

function wide(
  names: readonly string[],
  time: number,
  rows: readonly Row[],
  source: string,
): RecordedSeries[] {
  return names.flatMap((label, index) => {
    if (index === time || label === '') return [];
    const points = rows.flatMap(({ row, at, line }) => pointAt(row[index], at, source, line));
    return [{ source: `${source}: column '${label}'`, label, points }];
  });
}

function long(column: (name: string) => number, rows: readonly Row[], source: string): RecordedSeries[] {
  if (column('metric') === -1) {
    const allowed = 'a metric for each value, or a column an alarm, named after it';
    throw new RecordingError(
      `${source}: line 1: got a column value and none called metric, allowed: ${allowed}`,
    );
  }
  const columns = new Map([...KEYS, 'value'].map((name) => [name, column(name)]));
  const cell = ({ row }: Row, name: string): string => row[columns.get(name)!]?.trim() ?? '';
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = KEYS.map((name) => cell(row, name)).join('\u0000');
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].map(([key, group]) => {
    const [namespace = '', metricName = '', dimensions = '', stat = '', period = ''] = key.split('\u0000');
    return {
      source: `${source}: '${metricName}'`,
      label: metricName,
      ...(namespace === ''
        ? {}
        : { metric: { namespace, metricName, dimensions: dimensionsOf(dimensions) } }),
      ...(stat === '' ? {} : { stat }),
      ...(period === '' ? {} : { period: Number(period) }),
      points: group.flatMap((row) => pointAt(cell(row, 'value'), row.at, source, row.line)),
    };
  });
}

function dimensionsOf(text: string): Record<string, string> {
  const pairs = text.split(';').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]),
  );
}

function pointAt(cell: string | undefined, at: number, source: string, line: number): [number, number][] {
  const text = cell?.trim() ?? '';
  if (text === '') return [];
  const value = Number(text);
  if (Number.isFinite(value)) return [[at, value]];
  throw new RecordingError(`${source}: line ${line}: got '${text}', allowed: a number or nothing`);
}

function instantAt(cell: string | undefined, source: string, line: number): number {
  const at = instantOf(cell?.trim());
  if (at !== undefined) return at;
  throw new RecordingError(
    `${source}: line ${line}: timestamp: got '${cell ?? ''}', allowed: ISO-8601 or epoch time`,
  );
}

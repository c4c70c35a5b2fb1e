import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecordings } from '../../lib/rehearsal/backtest';

const page = readFileSync(join(__dirname, '../../docs/backtest.md'), 'utf8');
const examples = [...page.matchAll(/^```(json|csv|ndjson|text)\n(.*?)^```$/gms)].map(
  ([, format, text]) => [format!, text!] as const,
);

test('docs/backtest.md has an example of every format', () => {
  expect(examples.map(([format]) => format)).toEqual([
    'json',
    'json',
    'csv',
    'csv',
    'csv',
    'json',
    'ndjson',
    'text',
    'text',
    'csv',
    'csv',
  ]);
});

test.each(examples)('an example in %s can be read: %#', (format, text) => {
  const { metrics, logs } = readRecordings([{ name: `example.${format}`, text }], '/var/log/lava/prod');
  const points = metrics.flatMap((series) => series.points);
  expect(points.length + logs.length).toBeGreaterThan(0);
  const times = [...points.map(([at]) => at), ...logs.map(({ timestamp }) => timestamp)];
  expect(times.map((at) => new Date(at).toISOString().slice(0, 14))).toEqual(
    times.map(() => '2026-06-04T10:'),
  );
});

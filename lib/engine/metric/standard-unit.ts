/** CloudWatch's units (API reference, MetricDatum). */
export const STANDARD_UNITS = [
  'None',
  'Count',
  'Count/Second',
  'Percent',
  'Seconds',
  'Milliseconds',
  'Microseconds',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
] as const;

/** What PutMetricData stores when no unit is given. */
export const NO_UNIT = 'None';

/**
 * Which unit a read without one takes where a slot holds several: the smaller, the sooner. Recorded for
 * Milliseconds before Seconds and Count before both; the rest is the order in which AWS's answers were seen.
 */
export const unitRank = (unit: string): number => RANKS.get(unit) ?? RANKS.size - 1.5;

export type StandardUnit = (typeof STANDARD_UNITS)[number];

export const isStandardUnit = (unit: unknown): unit is StandardUnit =>
  STANDARD_UNITS.includes(unit as StandardUnit);

// --- internal ---

const RANKS: ReadonlyMap<string, number> = new Map(
  [
    'Megabits',
    'Terabits',
    'Gigabits',
    'Count',
    'Bytes',
    'Gigabytes',
    'Gigabytes/Second',
    'Kilobytes',
    'Kilobits/Second',
    'Terabytes',
    'Terabits/Second',
    'Bytes/Second',
    'Percent',
    'Megabytes',
    'Megabits/Second',
    'Milliseconds',
    'Microseconds',
    'Kilobytes/Second',
    'Gigabits/Second',
    'Megabytes/Second',
    'Bits',
    'Bits/Second',
    'Count/Second',
    'Seconds',
    'Kilobits',
    'Terabytes/Second',
    'None',
  ].map((unit, rank) => [unit, rank]),
);

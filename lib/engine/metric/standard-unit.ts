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

export type StandardUnit = (typeof STANDARD_UNITS)[number];

export const isStandardUnit = (unit: unknown): unit is StandardUnit =>
  STANDARD_UNITS.includes(unit as StandardUnit);

import type { Unit } from '../../contract/units';

/** CloudWatch's unit in UCUM, as OpenTelemetry has it; nothing for one that is not given. */
export const unitOf = (unit: Unit | undefined): string => UCUM[unit ?? 'None'] ?? '';

// --- internal ---

const BASE = {
  Seconds: 's',
  Microseconds: 'us',
  Milliseconds: 'ms',
  Bytes: 'By',
  Kilobytes: 'kBy',
  Megabytes: 'MBy',
  Gigabytes: 'GBy',
  Terabytes: 'TBy',
  Bits: 'bit',
  Kilobits: 'kbit',
  Megabits: 'Mbit',
  Gigabits: 'Gbit',
  Terabits: 'Tbit',
  Percent: '%',
  Count: '1',
  None: '',
} as const;

const UCUM: Readonly<Record<string, string>> = {
  ...BASE,
  ...Object.fromEntries(Object.entries(BASE).map(([name, unit]) => [`${name}/Second`, `${unit}/s`])),
};

import type { Axis, Side } from '../dashboard';
import { given, isUnknown, numberOf, recordOf, textOf } from './values';

export interface ReadAxes {
  readonly axes: Readonly<Record<Side, Axis>>;
  readonly notes: readonly string[];
  /** Whether a gauge has both its ends. */
  readonly isGauge: boolean;
}

/** The axes of a metric widget; a limit that is not known, or is none, is not drawn and said. */
export function axesOf(yAxis: unknown, isWanted: boolean): ReadAxes {
  const notes: string[] = [];
  const { left: leftAxis, right: rightAxis } = recordOf(yAxis) ?? {};
  const left = axisOf(leftAxis, 'left', notes);
  const right = axisOf(rightAxis, 'right', notes);
  const isGauge = left.min !== undefined && left.max !== undefined;
  if (isWanted && !isGauge) {
    if (notes.length === 0) {
      const missing = (['min', 'max'] as const).filter((end) => left[end] === undefined).join(' and ');
      notes.push(`its left axis has no ${missing}, which CloudWatch demands of a gauge`);
    }
    notes.push('it is a gauge, and drawn as a number');
  }
  return { axes: { left, right }, notes, isGauge };
}

// --- internal ---

function axisOf(axis: unknown, side: Side, notes: string[]): Axis {
  if (isUnknown(axis)) notes.push(`its ${side} axis is not known`);
  const record = recordOf(axis) ?? {};
  const label = given('label', textOf(record.label));
  for (const end of ['min', 'max'] as const) {
    if (isUnknown(record[end])) notes.push(`${end} of its ${side} axis is not known`);
  }
  const [min, max] = [numberOf(record.min), numberOf(record.max)];
  if (min !== undefined && max !== undefined && min >= max) {
    notes.push(`its ${side} axis has min ${min} and max ${max}, allowed: a min below the max`);
    return label;
  }
  return { ...given('min', min), ...given('max', max), ...label };
}

import type { Level, Moment } from '../dashboard';
import { colorOf, given, type Json, listOf, numberOf, oneOf, recordOf, textOf } from './values';

/** Horizontal annotations: each a value, or a pair of values for a band; those that are not visible are left out. */
export function levelsOf(horizontal: unknown): Level[] {
  return pairsOf(horizontal).flatMap(([first, second]) => {
    const value = numberOf(first.value);
    if (value === undefined) return [];
    return [
      {
        value,
        ...given('to', numberOf(second?.value)),
        ...wordsOf(first, second),
        side: oneOf(first.yAxis, ['left', 'right'] as const) ?? 'left',
        ...given('fill', oneOf(first.fill, ['above', 'below'] as const)),
      },
    ];
  });
}

/** Vertical annotations: each a time, or a pair of times. */
export function momentsOf(vertical: unknown): Moment[] {
  return pairsOf(vertical).flatMap(([first, second]) => {
    const at = instantOf(first.value);
    if (at === undefined) return [];
    return [
      {
        at,
        ...given('to', instantOf(second?.value)),
        ...wordsOf(first, second),
        ...given('fill', oneOf(first.fill, ['before', 'after'] as const)),
      },
    ];
  });
}

// --- internal ---

function pairsOf(annotations: unknown): (readonly [Json, Json | undefined])[] {
  return (listOf(annotations) ?? []).flatMap((entry) => {
    const [first, second] = (listOf(entry) ?? [entry]).map(recordOf);
    return first && first.visible !== false ? [[first, second] as const] : [];
  });
}

function wordsOf(first: Json, second: Json | undefined) {
  const label = textOf(first.label) ?? textOf(second?.label) ?? '';
  return { label, ...given('color', colorOf(first.color) ?? colorOf(second?.color)) };
}

function instantOf(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

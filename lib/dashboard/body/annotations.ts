import type { Level, Moment } from '../dashboard';
import { colorOf, given, isUnknown, type Json, listOf, numberOf, oneOf, recordOf, textOf } from './values';

/** Marks that can be drawn, and what is said of the others. */
export interface Marks<T> {
  readonly known: readonly T[];
  readonly notes: readonly string[];
}

/** Horizontal annotations: each a value, or a pair of values for a band; those that are not visible are left out. */
export const levelsOf = (horizontal: unknown): Marks<Level> =>
  marksOf(horizontal, 'a number', numberOf, (value, to, first, second) => ({
    value,
    ...given('to', to),
    ...wordsOf(first, second),
    side: oneOf(first.yAxis, ['left', 'right'] as const) ?? 'left',
    ...given('fill', oneOf(first.fill, ['above', 'below'] as const)),
  }));

/** Vertical annotations: each a time, or a pair of times. */
export const momentsOf = (vertical: unknown): Marks<Moment> =>
  marksOf(vertical, 'a time such as 2026-01-31T09:00:00Z', instantOf, (at, to, first, second) => ({
    at,
    ...given('to', to),
    ...wordsOf(first, second),
    ...given('fill', oneOf(first.fill, ['before', 'after'] as const)),
  }));

// --- internal ---

function marksOf<T>(
  annotations: unknown,
  allowed: string,
  read: (value: unknown) => number | undefined,
  mark: (value: number, to: number | undefined, first: Json, second: Json | undefined) => T,
): Marks<T> {
  const known: T[] = [];
  const notes: string[] = [];
  for (const [first, second] of pairsOf(annotations)) {
    const { label } = wordsOf(first, second);
    const name = label === '' ? 'an annotation' : `annotation ${label}`;
    const parts = second ? [first, second] : [first];
    const bad = parts.find(({ value }) => read(value) === undefined);
    if (bad) {
      notes.push(
        isUnknown(bad.value)
          ? `the value of ${name} is not known`
          : `${name} has the value ${JSON.stringify(bad.value)}, allowed: ${allowed}`,
      );
    } else if (parts.some(({ visible }) => isUnknown(visible))) {
      notes.push(`whether ${name} is visible is not known`);
    } else {
      known.push(mark(read(first.value)!, second && read(second.value), first, second));
    }
  }
  return { known, notes };
}

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

const ZONE = /(?:z|[+-]\d\d:?\d\d)$/i;

/** A time that says no zone is UTC, wherever this runs. */
function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const at = Date.parse(ZONE.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? undefined : at;
}

import type { PatternExpression } from '../../engine';

/** The ways in which an expression can hold, each as the conditions that hold together, the first way first. */
export function* conjunctions<Leaf>(expression: PatternExpression<Leaf>): Generator<readonly Leaf[]> {
  if (expression.type === 'leaf') yield [expression.leaf];
  else if (expression.type === 'any') for (const part of expression.of) yield* conjunctions(part);
  else yield* together(expression.of, 0);
}

// --- internal ---

function* together<Leaf>(
  parts: readonly PatternExpression<Leaf>[],
  from: number,
): Generator<readonly Leaf[]> {
  const part = parts[from];
  if (part === undefined) {
    yield [];
    return;
  }
  for (const first of conjunctions(part))
    for (const rest of together(parts, from + 1)) yield [...first, ...rest];
}

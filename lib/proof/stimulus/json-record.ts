import { EVERY, type JsonCondition, type PatternExpression, type Selector } from '../../engine';
import { conjunctions } from './conjunctions';
import { type Demand, fittingValue } from './fitting-value';

/** A member that a record must have beside what the pattern asks for. */
export interface WantedMember {
  readonly selector: Selector;
  readonly value: string | number;
}

/** Documents that may match an expression, one for each way in which it can hold. */
export function* jsonRecords(
  expression: PatternExpression<JsonCondition>,
  wanted: readonly WantedMember[] = [],
): Generator<Record<string, unknown>> {
  for (const conditions of conjunctions(expression)) {
    const record = recordOf([
      ...conditions.map(({ selector, predicate }) => ({ selector, demand: predicate })),
      ...wanted.map(({ selector, value }) => ({ selector, demand: { wanted: value } })),
    ]);
    if (record) yield record;
  }
}

// --- internal ---

interface Part {
  readonly selector: Selector;
  readonly demand: Demand;
}

function recordOf(parts: readonly Part[]): Record<string, unknown> | undefined {
  const places = new Map<string, Part[]>();
  for (const part of parts) {
    const place = part.selector.map(String).join('\0');
    places.set(place, [...(places.get(place) ?? []), part]);
  }
  const record: Record<string, unknown> = {};
  for (const group of places.values()) {
    const fitting = fittingValue(group.map(({ demand }) => demand));
    if (fitting === undefined) return undefined;
    if (fitting === 'absent') continue;
    if (!put(record, group[0]!.selector, fitting.value)) return undefined;
  }
  return record;
}

type Container = Record<string | number, unknown>;

/** Puts a value where the selector leads, making what is on the way; false where something else is in the way. */
function put(root: Container, selector: Selector, value: unknown): boolean {
  let container = root;
  for (const [index, step] of selector.entries()) {
    const key = keyIn(container, step);
    if (key === undefined) return false;
    if (index === selector.length - 1) {
      if (Object.hasOwn(container, key)) return false;
      define(container, key, value);
      return true;
    }
    const next = selector[index + 1]!;
    if (!Object.hasOwn(container, key)) define(container, key, typeof next === 'string' ? {} : []);
    const inner = container[key];
    if (typeof inner !== 'object' || inner === null) return false;
    container = inner as Container;
  }
  return false;
}

/** What stands for a wildcard: the first element, or a member of its own. */
function keyIn(container: Container, step: Selector[number]): string | number | undefined {
  if (Array.isArray(container)) {
    if (typeof step === 'string') return undefined;
    const index = step === EVERY ? 0 : step;
    if (index > LARGEST_INDEX) return undefined;
    while (container.length < index) container.push(null);
    return index;
  }
  if (typeof step === 'number') return undefined;
  return step === EVERY ? 'any' : step;
}

/** A record with more elements before the one that counts would be nobody's. */
const LARGEST_INDEX = 100;

/** A member `__proto__` is a member like any other. */
function define(container: Container, key: string | number, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, writable: true, configurable: true });
}

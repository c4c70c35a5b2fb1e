/**
 * Puts `name=value` into an object; a dotted name makes an object in an object: `db.host=x` is
 * `{ db: { host: 'x' } }`. Answers why it cannot, if it cannot.
 * @param target without a prototype, so that a name such as __proto__ is a name like any other
 */
export function assignPath(target: Record<string, unknown>, pair: string): string | undefined {
  const equals = pair.indexOf('=');
  if (equals < 1) return `${JSON.stringify(pair)} is not name=value`;
  const path = pair.slice(0, equals).split('.');
  const last = path.pop()!;
  let place = target;
  for (const part of path) {
    place[part] ??= Object.create(null);
    if (typeof place[part] !== 'object') return `${part} is given as a value and as an object`;
    place = place[part] as Record<string, unknown>;
  }
  place[last] = pair.slice(equals + 1);
  return undefined;
}

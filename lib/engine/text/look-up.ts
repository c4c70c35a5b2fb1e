/**
 * What a table has under a name that comes from outside; undefined for names of Object.prototype (`constructor`,
 * `toString`, `__proto__`), which every object has and no table means.
 */
export function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

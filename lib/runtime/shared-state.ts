/**
 * State that a process has once, even when this library is loaded twice: as CommonJS and as an ES module, or by two
 * packages that each brought it along. A run that one copy has begun is the run of the other's records.
 * @param name Changes when the shape of the state does.
 */
export function sharedState<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`tiltmeter.${name}`);
  const global = globalThis as { [key: symbol]: T | undefined };
  global[key] ??= make();
  return global[key];
}

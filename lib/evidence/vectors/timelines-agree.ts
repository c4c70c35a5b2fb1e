/**
 * Whether changes `[instant, state]` are those of a timeline: the same states, at instants within the seconds that the
 * timeline tells them to, two unless stated.
 */
export function timelinesAgree(expected: readonly (readonly unknown[])[], given: unknown): boolean {
  if (!Array.isArray(given) || given.length !== expected.length) return false;
  return expected.every(([at, state, within = 2], index) => {
    const change: unknown = given[index];
    if (!Array.isArray(change) || change[1] !== state) return false;
    return Math.abs(Date.parse(String(change[0])) - Date.parse(String(at))) <= Number(within) * 1000;
  });
}

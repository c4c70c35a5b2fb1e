/**
 * The id of a construct that is named by a user: the name, but for those of Object.prototype (`constructor`), which
 * `constructs` takes for children that are there already.
 */
export function constructId(name: string): string {
  return name in {} ? `${name}-` : name;
}

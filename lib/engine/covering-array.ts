/** What can be chosen for each name; choices are told apart by `===`, the first is the usual one. */
export type Factors = ReadonlyMap<string, readonly unknown[]>;

/** One choice for every name that matters somewhere; what is not in it keeps the usual choice. */
export type Row = ReadonlyMap<string, unknown>;

/**
 * Rows in which every choice occurs and, for the factors of each group, every pair of choices: a pairwise covering array
 * over groups that may overlap. The first row has the usual choices only. Greedy: each row begins with a pair that is
 * still missing and takes, name by name, the choice that brings most missing pairs; the same input gives the same rows.
 */
export function coveringArray(groups: readonly Factors[]): Row[] {
  const factors = mergeFactors(groups);
  const missing = new Map<string, readonly Choice[]>();
  for (const group of groups) for (const pair of pairsOf(group)) missing.set(keyOf(pair), pair);
  const rows: Row[] = [];
  const add = (row: Map<string, unknown>) => {
    const taken = [...row].map(([name, value]) => ({ name, value }));
    for (const one of taken) for (const other of taken) missing.delete(keyOf([one, other]));
    rows.push(row);
  };
  add(new Map([...factors].map(([name, values]) => [name, values[0]])));
  for (const [, seed] of missing) {
    if (!missing.has(keyOf(seed))) continue;
    const row = new Map(seed.map(({ name, value }) => [name, value]));
    for (const [name, values] of factors) if (!row.has(name)) row.set(name, best(name, values, row, missing));
    add(row);
  }
  return rows;
}

/** All choices of all groups, each once, in the order of the groups. */
export function mergeFactors(groups: readonly Factors[]): Factors {
  const merged = new Map<string, Set<unknown>>();
  for (const [name, values] of groups.flatMap((group) => [...group])) {
    const known = merged.get(name) ?? new Set();
    for (const value of values) known.add(value);
    merged.set(name, known);
  }
  return new Map([...merged].map(([name, values]) => [name, [...values]]));
}

// --- internal ---

interface Choice {
  readonly name: string;
  readonly value: unknown;
}

const keyOf = (choices: readonly Choice[]): string =>
  choices
    .map(({ name, value }) => `${name}=${value}`)
    .sort()
    .join('\n');

/** Every pair of choices of two factors; of a lone factor, every choice with itself. */
function pairsOf(group: Factors): Choice[][] {
  const entries = [...group].map(([name, values]) => values.map((value) => ({ name, value })));
  if (entries.length === 1) return entries[0]!.map((choice) => [choice, choice]);
  return entries.flatMap((own, index) =>
    entries.slice(index + 1).flatMap((others) => own.flatMap((one) => others.map((other) => [one, other]))),
  );
}

/** What brings most missing pairs with what is chosen already, then what is in most missing pairs at all. */
function best(
  name: string,
  values: readonly unknown[],
  row: Row,
  missing: ReadonlyMap<string, readonly Choice[]>,
): unknown {
  const now = values.map(() => 0);
  const later = values.map(() => 0);
  for (const pair of missing.values()) {
    const own = pair.find((choice) => choice.name === name);
    const place = own ? values.indexOf(own.value) : -1;
    if (place < 0) continue;
    const other = pair[0] === own ? pair[1]! : pair[0]!;
    if (!row.has(other.name)) later[place]!++;
    else if (row.get(other.name) === other.value) now[place]!++;
  }
  const better = (a: number, b: number) => now[a]! - now[b]! || later[a]! - later[b]!;
  return values[
    values.map((_, index) => index).reduce((most, index) => (better(index, most) > 0 ? index : most))
  ];
}

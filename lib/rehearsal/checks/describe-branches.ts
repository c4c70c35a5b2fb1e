import type { TemplateModel } from '../template';

/**
 * In words, which branches these are of all: `IsProd`, `not IsProd and HasMail`; undefined when they are all. Where a
 * resource does not exist nothing is found, so that only the branches count that have it, if there is no better way
 * to say it.
 *
 * @param resource `stack/LogicalId`
 */
export function describeBranches(
  some: readonly TemplateModel[],
  all: readonly TemplateModel[],
  resource: string,
): string | undefined {
  if (some.length === all.length) return undefined;
  const literals = literalsOf(all);
  const having = all.filter(({ resources }) => resources.some(({ id }) => id === resource));
  for (const among of [all, having]) {
    const exact = conjunctions(literals).find((conjunction) => isSame(where(conjunction, among), some));
    if (exact) return exact.map(textOf).join(' and ');
  }
  const common = literals.filter((literal) => some.every((model) => holds(literal, model)));
  const count = `${some.length} of ${all.length} combinations of conditions`;
  return common.length === 0 ? count : `${common.map(textOf).join(' and ')}, in ${count}`;
}

// --- internal ---

interface Literal {
  readonly condition: string;
  readonly value: boolean;
}

/** A condition that comes out both ways is worth a word. */
function literalsOf(all: readonly TemplateModel[]): Literal[] {
  const names = Object.keys(all[0]?.branch.conditions ?? {});
  return names
    .filter((condition) => new Set(all.map((model) => model.branch.conditions[condition])).size > 1)
    .flatMap((condition) => [
      { condition, value: true },
      { condition, value: false },
    ]);
}

/** One literal, or two of different conditions. */
function conjunctions(literals: readonly Literal[]): Literal[][] {
  const pairs = literals.flatMap((one, at) =>
    literals
      .slice(at + 1)
      .filter(({ condition }) => condition !== one.condition)
      .map((other) => [one, other]),
  );
  return [...literals.map((one) => [one]), ...pairs];
}

function where(conjunction: readonly Literal[], models: readonly TemplateModel[]): TemplateModel[] {
  return models.filter((model) => conjunction.every((literal) => holds(literal, model)));
}

const holds = ({ condition, value }: Literal, { branch }: TemplateModel): boolean =>
  branch.conditions[condition] === value;

const isSame = (left: readonly TemplateModel[], right: readonly TemplateModel[]): boolean =>
  left.length === right.length && left.every((model) => right.includes(model));

const textOf = ({ condition, value }: Literal): string => (value ? condition : `not ${condition}`);

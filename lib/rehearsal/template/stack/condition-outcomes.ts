import { attempt } from '../template-error';
import type { Assumptions } from './assumptions';
import { type ConditionVariable, conditionVariables, reachableConditions } from './condition-variables';
import type { Stack } from './stack';

/** One way in which some conditions of a stack can come out, and assumptions that make them so. */
export interface ConditionOutcome {
  readonly assumptions: Assumptions;
  /** In the order of the conditions' names. */
  readonly holds: readonly boolean[];
}

/**
 * Every way in which the conditions can come out together, by trying the values that make a difference: those that they
 * compare with, the default, and one other. The outcome of the defaults is first. Beyond {@link MOST_TRIED}
 * combinations of values only those are tried that differ from the defaults in one or two values, or have all others.
 */
export function conditionOutcomes(stack: Stack, conditions: ReadonlySet<string>): ConditionOutcome[] {
  const names = [...conditions];
  const reached = reachableConditions(stack, names);
  const found = new Map<string, ConditionOutcome>();
  const undecided = new Set<string>();
  // A comparison that nothing decides is met on the way, and is then one of the variables.
  for (let round = 0, seen = -1; undecided.size > seen && round < MOST_ROUNDS; round++) {
    seen = undecided.size;
    found.clear();
    for (const assumptions of assignments(conditionVariables(stack, reached, undecided))) {
      const under = stack.under(assumptions);
      const holds = names.map((name) => attempt([], () => under.condition(name, stack.stackName)) ?? false);
      const key = holds.join();
      if (!found.has(key)) found.set(key, { assumptions, holds });
      for (const comparison of under.undecidedComparisons) undecided.add(comparison);
    }
  }
  return [...found.values()];
}

// --- internal ---

const MOST_TRIED = 1000;
const MOST_ROUNDS = 3;

/** Combinations of values, those that differ least from the first ones first. */
function assignments(variables: readonly ConditionVariable[]): Assumptions[] {
  const all = variables.reduce((product, { values }) => product * values.length, 1);
  const deviations = all <= MOST_TRIED ? variables.length : 2;
  const combinations: number[][] = [];
  const choose = (from: number, left: number, chosen: readonly number[]): void => {
    if (combinations.length >= MOST_TRIED) return;
    if (left === 0) {
      combinations.push([...chosen]);
      return;
    }
    for (let at = from; at < variables.length; at++) {
      for (let value = 1; value < variables[at]!.values.length; value++) {
        choose(at + 1, left - 1, chosen.with(at, value));
      }
    }
  };
  const first = variables.map(() => 0);
  for (let count = 0; count <= deviations; count++) choose(0, count, first);
  if (all > MOST_TRIED) combinations.unshift(...nearLast(variables));
  return combinations.map((indices) => assumptionsOf(variables, indices));
}

/** The defaults, the last of all values, and what differs from those in one: they show most pairs of values. */
function nearLast(variables: readonly ConditionVariable[]): number[][] {
  const first = variables.map(() => 0);
  const last = variables.map(({ values }) => values.length - 1);
  return [first, last, ...variables.map((_, at) => last.with(at, 0))];
}

function assumptionsOf(variables: readonly ConditionVariable[], indices: readonly number[]): Assumptions {
  const parameters = new Map<string, string | undefined>();
  const pseudo = new Map<string, string>();
  const comparisons = new Map<string, boolean>();
  for (const [at, variable] of variables.entries()) {
    const index = indices[at]!;
    if (variable.kind === 'parameter') parameters.set(variable.name, variable.values[index]);
    else if (variable.kind === 'pseudo') pseudo.set(variable.name, variable.values[index]!);
    else comparisons.set(variable.name, variable.values[index]!);
  }
  return { parameters, pseudo, comparisons };
}

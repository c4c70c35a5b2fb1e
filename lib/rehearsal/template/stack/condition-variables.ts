import { lookUp } from '../../../text/look-up';
import { functionName, variableNames } from '../intrinsics/functions';
import { isRecord } from '../is-record';
import type { Stack } from './stack';

/** One thing that conditions depend on and the template leaves open, with the values that make a difference. */
export type ConditionVariable =
  /** The first value is what holds when nothing is assumed; undefined is "some value that the template does not name". */
  | { readonly kind: 'parameter'; readonly name: string; readonly values: readonly (string | undefined)[] }
  | { readonly kind: 'pseudo'; readonly name: string; readonly values: readonly string[] }
  /** Named by its JSON. */
  | { readonly kind: 'comparison'; readonly name: string; readonly values: readonly boolean[] };

/** Conditions that the named ones are made of, themselves included. */
export function reachableConditions(stack: Stack, names: Iterable<string>): Set<string> {
  const reached = new Set<string>();
  const open = [...names];
  for (const name of open) {
    if (reached.has(name) || !Object.hasOwn(stack.sections.Conditions, name)) continue;
    reached.add(name);
    visit(lookUp(stack.sections.Conditions, name), (call, argument) => {
      if (call === 'Condition' && typeof argument === 'string') open.push(argument);
    });
  }
  return reached;
}

/**
 * What the conditions depend on. A parameter that was given is none of it, nor are a Region and an account that were said.
 *
 * @param undecided JSON of comparisons that nothing decides, as the stack met them
 */
export function conditionVariables(
  stack: Stack,
  conditions: ReadonlySet<string>,
  undecided: ReadonlySet<string>,
): ConditionVariable[] {
  const compared = new Map<string, Set<string>>();
  const decided = new Set<string>();
  for (const name of conditions) {
    visit(lookUp(stack.sections.Conditions, name), (call, argument) => {
      if (call !== 'Fn::Equals' || !Array.isArray(argument)) return;
      const literals = argument.filter((side) => typeof side !== 'object').map(String);
      const direct = argument.flatMap((side) => (functionName(side) === 'Ref' ? [String(side.Ref)] : []));
      if (literals.length === 1 && direct.length === 1) decided.add(JSON.stringify({ [call]: argument }));
      const references = direct.length > 0 ? direct : referencesIn(argument);
      for (const reference of references) {
        const values = compared.get(reference) ?? new Set();
        compared.set(reference, values);
        const all = direct.length > 0 ? literals : rowsChosenBy(argument, stack);
        for (const value of all) values.add(value);
      }
    });
  }
  const comparisons = [...undecided].filter((name) => !decided.has(name));
  return [
    ...[...compared].flatMap(([name, values]) => variable(name, [...values], stack)),
    ...comparisons.map((name) => ({ kind: 'comparison' as const, name, values: [false, true] })),
  ];
}

/** Parameters that a condition depends on and that nobody gave. */
export function openParameters(stack: Stack, condition: string): string[] {
  const { parameters, sections } = stack;
  const bodies = [...reachableConditions(stack, [condition])].map((name) =>
    lookUp(sections.Conditions, name),
  );
  return [...new Set(referencesIn(bodies))].filter(
    (name) => parameters.has(name) && !parameters.isGiven(name),
  );
}

// --- internal ---

/** Rows of a mapping that are tried for a condition on what the mapping says. */
const MOST_ROWS = 8;

function variable(name: string, values: readonly string[], stack: Stack): ConditionVariable[] {
  const { parameters, fixed } = stack;
  if (PSEUDO.has(name)) {
    const isFixed = name === 'AWS::AccountId' ? fixed.accountId : fixed.region;
    const actual = String(stack.ref(name, stack.stackName));
    const others = [...values, 'another'].filter((value) => value !== actual);
    return isFixed ? [] : [{ kind: 'pseudo', name, values: [actual, ...others] }];
  }
  if (!parameters.has(name) || parameters.isGiven(name)) return [];
  const fallback = defaultOf(name, stack);
  const allowed = parameters.allowed(name);
  const possible = (value: string) => allowed === undefined || allowed.includes(value);
  const named = values.filter((value) => value !== fallback && possible(value));
  const hasDefault = fallback !== undefined;
  const isOther = hasDefault && !values.includes(fallback);
  const other = allowed ? allowed.find((value) => value !== fallback && !values.includes(value)) : undefined;
  const others = isOther || (allowed && other === undefined) ? [] : [other];
  return [
    { kind: 'parameter', name, values: hasDefault ? [fallback, ...named, ...others] : [...others, ...named] },
  ];
}

const PSEUDO = new Set([
  'AWS::Region',
  'AWS::AccountId',
  'AWS::Partition',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/** The default as conditions compare it; a list or one of another kind counts as none. */
function defaultOf(name: string, stack: Stack): string | undefined {
  const body = lookUp(stack.sections.Parameters, name);
  const fallback = isRecord(body) && !String(body.Type).startsWith('AWS::SSM::') ? body.Default : undefined;
  return fallback === undefined || typeof fallback === 'object' ? undefined : String(fallback);
}

function rowsChosenBy(argument: readonly unknown[], stack: Stack): string[] {
  const rows: string[] = [];
  for (const side of argument) {
    visit(side, (call, of) => {
      const map =
        call === 'Fn::FindInMap' && Array.isArray(of) && typeof of[0] === 'string' ? of[0] : undefined;
      if (map !== undefined) rows.push(...Object.keys(stack.mapping(map) ?? {}).slice(0, MOST_ROWS));
    });
  }
  return rows;
}

function referencesIn(value: unknown): string[] {
  const names: string[] = [];
  visit(value, (call, argument) => {
    if (call === 'Ref') names.push(String(argument));
    const text = call === 'Fn::Sub' ? [argument].flat()[0] : undefined;
    if (typeof text === 'string') names.push(...variableNames(text));
  });
  return names;
}

/** Every function call in a value, outside in. */
function visit(value: unknown, see: (call: string, argument: unknown) => void, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > 200) return;
  const name = functionName(value);
  if (name !== undefined) see(name, (value as Record<string, unknown>)[name]);
  for (const member of Object.values(value)) visit(member, see, depth + 1);
}

import { lookUp } from '../../../../text/look-up';
import { calledScope, join, type ModuleScope, stepsOf } from './configuration';
import { recordOf } from './document';

/** What an expression takes a value from. */
export type ValueSource =
  | { readonly kind: 'attribute'; readonly address: string; readonly attribute: string }
  /** What cannot be followed: a local value, a data source, a whole resource. */
  | { readonly kind: 'other'; readonly label: string };

/**
 * What the references of an expression lead to, through variables of modules and their outputs. The configuration
 * names what an expression refers to and not how it is put together. What is always known in a plan (a variable of the
 * root module, a key or an index) is no source.
 *
 * @param references as the configuration lists them, each followed by its own beginnings
 */
export function sourcesOf(references: readonly string[], scope: ModuleScope, depth = 0): ValueSource[] {
  const whole = references.filter(
    (one) => !references.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)),
  );
  const found = [...new Set(whole)].flatMap((reference) =>
    depth > MAX_DEPTH ? [otherSource(scope, reference)] : followed(reference, scope, depth),
  );
  return [...new Map(found.map((source) => [textOf(source), source])).values()];
}

export function textOf(source: ValueSource): string {
  return source.kind === 'other' ? source.label : `${source.address}.${source.attribute}`;
}

// --- internal ---

/** Deeper than modules are nested. */
const MAX_DEPTH = 50;

function followed(reference: string, scope: ModuleScope, depth: number): ValueSource[] {
  const [first, second, third, ...rest] = stepsOf(reference);
  switch (first?.name) {
    case 'each':
    case 'count':
    case 'path':
    case 'terraform':
      return [];
    case 'var':
      return variable(second?.name ?? '', third?.name, scope, depth);
    case 'local':
    case 'data':
      return [otherSource(scope, reference)];
    case 'module': {
      const called = second && calledScope(scope, second);
      const output = lookUp(recordOf(called?.config.outputs), third?.name ?? '');
      const references = referencesOf(recordOf(output).expression);
      return called && references
        ? sourcesOf(references, called, depth + 1)
        : [otherSource(scope, reference)];
    }
    default:
  }
  if (!second || !third || rest.length > 0 || third.key !== '') return [otherSource(scope, reference)];
  const address = join(scope.address, `${first!.name}.${second.name}${second.key}`);
  return [{ kind: 'attribute', address, attribute: third.name }];
}

/** A variable of a module is what its caller gives; an attribute of one is that of the resource that is given. */
function variable(
  name: string,
  member: string | undefined,
  scope: ModuleScope,
  depth: number,
): ValueSource[] {
  const { caller } = scope;
  const references = caller && referencesOf(lookUp(caller.arguments, name));
  if (!references) return [];
  const sources = sourcesOf(references, caller.scope, depth + 1);
  if (member === undefined) return sources;
  return sources.map((source) => {
    const steps = source.kind === 'other' ? stepsOf(source.label) : [];
    const isWhole = steps.length >= 2 && !/^(local|data|module|var)$/.test(steps.at(-2)!.name);
    return source.kind === 'other' && isWhole
      ? { kind: 'attribute', address: source.label, attribute: member }
      : { kind: 'other', label: `${textOf(source)}.${member}` };
  });
}

export function referencesOf(expression: unknown): string[] | undefined {
  const { references } = recordOf(expression);
  return Array.isArray(references) ? references.map(String) : undefined;
}

function otherSource({ address }: ModuleScope, reference: string): ValueSource {
  return { kind: 'other', label: join(address, reference) };
}

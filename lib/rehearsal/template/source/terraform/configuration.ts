import { lookUp } from '../../../../text/look-up';
import { listOf, recordOf, type TerraformDocument, type Values } from './document';

/** A module as the configuration has it, in one of its instances. */
export interface ModuleScope {
  /** `module.alerts["a"]`; empty for the root. */
  readonly address: string;
  readonly config: Values;
  /** What calls it, and the arguments that it is called with. */
  readonly caller?: { readonly scope: ModuleScope; readonly arguments: Values };
}

/** One step of an address: a name, with the key in brackets as it is written. */
export interface Step {
  readonly name: string;
  readonly key: string;
}

/** `module.a["x.y"].aws_sns_topic.b[0].arn` in its steps. */
export function stepsOf(address: string): Step[] {
  return [...address.matchAll(STEP)].map(([, name, key = '']) => ({ name: name!, key }));
}

export const join = (module: string, rest: string): string => (module === '' ? rest : `${module}.${rest}`);

export function rootScope({ configuration }: TerraformDocument): ModuleScope {
  return { address: '', config: recordOf(configuration.root_module) };
}

/** A module that the one of the scope calls; undefined when it calls none of the name. */
export function calledScope(scope: ModuleScope, { name, key }: Step): ModuleScope | undefined {
  const call = lookUp(recordOf(scope.config.module_calls), name);
  if (call === undefined) return undefined;
  return {
    address: join(scope.address, `module.${name}${key}`),
    config: recordOf(recordOf(call).module),
    caller: { scope, arguments: recordOf(recordOf(call).expressions) },
  };
}

/** The scope of a module's address. */
export function scopeAt(root: ModuleScope, address: string): ModuleScope | undefined {
  const names = stepsOf(address).filter((_, index) => index % 2 === 1);
  return names.reduce<ModuleScope | undefined>((scope, step) => scope && calledScope(scope, step), root);
}

/** A resource as the configuration of its module has it. */
export function resourceConfig(
  scope: ModuleScope | undefined,
  type: string,
  name: string,
): Values | undefined {
  return listOf(scope?.config.resources).find(
    (one) => one.mode === 'managed' && one.type === type && one.name === name,
  );
}

// --- internal ---

const STEP = /([^.[\]]+)(\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/g;

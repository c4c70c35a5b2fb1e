import { lookUp } from '../../../../text/look-up';
import type { Place } from '../deployed/place';
import { placeIn } from '../deployed/place';
import { type ModuleScope, resourceConfig } from './configuration';
import { type Instance, recordOf, type TerraformDocument } from './document';
import { referencesOf } from './references';

/**
 * Where a resource is or will be: as its own ARN says, else its region, else the region of its provider, where the plan
 * says that.
 */
export function placeOf(
  instance: Instance,
  scope: ModuleScope | undefined,
  document: TerraformDocument,
): Partial<Place> {
  const { arn, region } = instance.values;
  const own = typeof arn === 'string' ? placeIn(arn) : undefined;
  if (own) return own;
  if (typeof region === 'string' && region !== '') return { region };
  const key = resourceConfig(scope, instance.type, instance.name)?.provider_config_key;
  const provider = recordOf(lookUp(recordOf(document.configuration.provider_config), String(key)));
  const expression = recordOf(recordOf(provider.expressions).region);
  const [, variable] = /^var\.(\w+)$/.exec(referencesOf(expression)?.[0] ?? '') ?? [];
  const value = expression.constant_value ?? recordOf(lookUp(document.variables, variable ?? '')).value;
  return typeof value === 'string' ? { region: value } : {};
}

import { lookUp } from '../../../../text/look-up';
import type { TranslatedResource, TranslatedStack } from '../translated-stack';
import { afterApply, attributeValues } from './attribute-values';
import { resourceConfig, rootScope, scopeAt } from './configuration';
import type { Instance, TerraformDocument } from './document';
import { EVENT_TARGET, withTargets } from './event-targets';
import { TRANSLATIONS } from './translations';
import { Attributes } from './translations/translation';

/** The resources of one place in CloudFormation's shape; each refers to others of the same place. */
export function translated(
  instances: readonly Instance[],
  document: TerraformDocument,
): Pick<TranslatedStack, 'resources' | 'unsupported'> {
  const attributes = attributeReader(instances, document);
  const isPending = ({ values }: Instance) => values.pending_confirmation === true;
  const resources = instances
    .filter((instance) => !isPending(instance))
    .flatMap((instance): TranslatedResource[] => {
      const { address: logicalId, type } = instance;
      const translation = lookUp(TRANSLATIONS, type);
      if (!translation) return [{ logicalId, type, properties: {} }];
      const of = attributes(instance);
      return [
        { logicalId, type: translation.type, properties: translation.properties(of) },
        ...(translation.also?.(of) ?? []).map(({ suffix, ...rest }) => ({
          logicalId: `${logicalId}${suffix}`,
          ...rest,
        })),
      ];
    });
  const targets = instances.filter(({ type }) => type === EVENT_TARGET).map(attributes);
  return {
    resources: withTargets(resources, targets),
    unsupported: instances.filter(isPending).map(({ address: logicalId, type }) => ({
      logicalId,
      type: lookUp(TRANSLATIONS, type)?.type ?? type,
      reason: 'it was never confirmed, so nothing is delivered to it',
    })),
  };
}

// --- internal ---

function attributeReader(instances: readonly Instance[], document: TerraformDocument) {
  const root = rootScope(document);
  const byAddress = new Map(instances.map((instance) => [instance.address, instance]));
  const knownOf = (address: string, attribute: string) =>
    lookUp(byAddress.get(address)?.values ?? {}, attribute) ?? undefined;
  const referTo = (address: string, attribute: string): unknown => {
    const names = lookUp(TRANSLATIONS, byAddress.get(address)?.type ?? '')?.attributes ?? {};
    const name = lookUp(names, attribute);
    if (name === undefined) return afterApply(`${address}.${attribute}`);
    return name === 'Ref' ? { Ref: address } : { 'Fn::GetAtt': [address, name] };
  };
  return (instance: Instance): Attributes => {
    const scope = scopeAt(root, instance.module);
    const config = resourceConfig(scope, instance.type, instance.name);
    return new Attributes(instance.address, attributeValues(instance, { scope, config, referTo, knownOf }));
  };
}

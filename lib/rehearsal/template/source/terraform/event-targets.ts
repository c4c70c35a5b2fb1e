import { isRecord } from '../../is-record';
import type { TranslatedResource } from '../translated-stack';
import type { Attributes } from './translations/translation';

export const EVENT_TARGET = 'aws_cloudwatch_event_target';

/** The rules with the targets that Terraform has as resources of their own. */
export function withTargets(
  resources: readonly TranslatedResource[],
  targets: readonly Attributes[],
): TranslatedResource[] {
  return resources.map((resource) => {
    if (resource.type !== 'AWS::Events::Rule') return resource;
    const Targets = targets
      .filter((target) => isOf(resource, target.get('rule')))
      .map((target) => ({
        Id: target.get('target_id') ?? target.address,
        Arn: target.get('arn'),
        Input: target.get('input'),
        InputPath: target.get('input_path'),
      }));
    return { ...resource, properties: { ...resource.properties, Targets } };
  });
}

// --- internal ---

function isOf({ logicalId, properties }: TranslatedResource, rule: unknown): boolean {
  return isRecord(rule) ? rule.Ref === logicalId : rule === properties.Name;
}

import type { Unsupported } from '../template-model';
import { misspeltProperty, notModelledProperties } from './known-properties';
import { subjectOf } from './left-out';
import type { Resource } from './resource';

/** What another file puts into the properties when CloudFormation runs a macro, or undefined when none does. */
export function includedProperties({ logicalId, type, properties }: Resource): Unsupported | undefined {
  if (!properties.names().includes('Fn::Transform')) return undefined;
  const reason =
    'its properties are put in by Fn::Transform when CloudFormation runs it; give the processed template';
  return { logicalId, type, reason, cause: 'unknown' };
}

/**
 * What is said of properties that the reader of the type does not use: one that is misspelt is wrong, since
 * CloudFormation refuses it; one that an answer could depend on is not modelled; any other is CloudFormation's matter.
 */
export function strangeProperties(resource: Resource): Unsupported[] {
  const { type, properties } = resource;
  const names = properties.names();
  const subject = subjectOf(resource);
  return [
    ...names.flatMap((name): Unsupported[] => {
      const near = misspeltProperty(type, name);
      const reason = `${name}: unknown property, did you mean '${near}'`;
      return near === undefined ? [] : [{ ...subject, reason, cause: 'invalid' }];
    }),
    ...notModelledProperties(type, names).map((name) => ({ ...subject, reason: `${name} is not modelled` })),
  ];
}

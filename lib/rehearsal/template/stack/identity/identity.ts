import { lookUp } from '../../../../text/look-up';
import { arn, digest, type Identity, type IdentityRule } from './identity-rule';
import { MONITORING_RULES } from './monitoring-rules';
import { SERVICE_RULES } from './service-rules';

export { digest, type Identity, uuid } from './identity-rule';

export function identityRule(type: string): IdentityRule {
  return lookUp(MONITORING_RULES, type) ?? lookUp(SERVICE_RULES, type) ?? {};
}

/** What `Ref` gives for a resource of the type. */
export function refOf(type: string, of: Identity): string {
  return (identityRule(type).ref ?? ((it) => it.name))(of);
}

/**
 * What `Fn::GetAtt` gives. An attribute that only AWS could know (a load balancer's full name, an id) is a
 * stable stand-in, so that a metric's dimension is the same wherever it is used. Undefined: no such thing.
 */
export function attributeOf(type: string, attribute: string, of: Identity): string | undefined {
  const known = lookUp(identityRule(type).attributes ?? {}, attribute);
  if (known) return known(of);
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return undefined;
  if (attribute === 'Arn') return arn(of, serviceOf(type), `${kindOf(type).toLowerCase()}/${of.name}`);
  return `${of.name}.${attribute}`;
}

/** Properties that may hold the name of a resource of the type, the likeliest first. */
export function nameProperties(type: string): readonly string[] {
  const own = identityRule(type).nameProperty;
  return own ? [own] : [`${kindOf(type)}Name`, 'Name'];
}

/** The stable stand-in for a name that CloudFormation would generate. */
export function generatedName(type: string, stackName: string, logicalId: string, suffix = ''): string {
  const { maxLength = 255, isLowerCase = false } = identityRule(type);
  const tail = `-${digest(`${stackName}/${logicalId}`).slice(0, 12).toUpperCase()}${suffix}`;
  const name = `${`${stackName}-${logicalId}`.slice(0, maxLength - tail.length)}${tail}`;
  return isLowerCase ? name.toLowerCase() : name;
}

// --- internal ---

function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(':') + 1);
}

function serviceOf(type: string): string {
  return (type.split('::')[1] ?? '').toLowerCase();
}

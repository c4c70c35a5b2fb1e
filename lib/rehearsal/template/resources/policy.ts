import type { Key, PolicyStatement, Role } from '../template-model';
import type { Properties } from './properties';
import type { Resource } from './resource';

/** The statements of a policy document. */
export function policyStatements(document: Properties | undefined): PolicyStatement[] {
  return (document?.objects('Statement') ?? []).map((statement) => {
    const sid = statement.optionalText('Sid');
    return {
      ...(sid === undefined ? {} : { sid }),
      effect: statement.oneOf('Effect', ['Allow', 'Deny'] as const),
      principals: principals(statement),
      actions: statement.texts('Action'),
      notActions: statement.texts('NotAction'),
      resources: statement.texts('Resource'),
      conditions: (statement.any('Condition') ?? {}) as Record<string, unknown>,
    };
  });
}

/** AWS::KMS::Key; its aliases are joined afterwards. */
export function readKey({ properties, logicalId, name, arn }: Resource): { keys: Key[] } {
  return {
    keys: [
      {
        logicalId,
        keyId: name,
        keyArn: arn,
        aliases: [],
        statements: policyStatements(properties.object('KeyPolicy')),
      },
    ],
  };
}

/** AWS::IAM::Role with its inline policies; AWS::IAM::Policy resources are joined afterwards. */
export function readRole({ properties, logicalId, name, arn }: Resource): { roles: Role[] } {
  return {
    roles: [
      {
        logicalId,
        roleName: name,
        roleArn: arn,
        managedPolicyArns: properties.texts('ManagedPolicyArns'),
        statements: properties
          .objects('Policies')
          .flatMap((policy) => policyStatements(policy.object('PolicyDocument'))),
      },
    ],
  };
}

/** An AWS::IAM::Policy, as what it adds to roles. */
export interface AttachedPolicy {
  readonly roleNames: readonly string[];
  readonly statements: readonly PolicyStatement[];
}

export function readPolicy({ properties }: Resource): { attachedPolicies: AttachedPolicy[] } {
  const roleNames = properties.texts('Roles');
  const statements = policyStatements(properties.object('PolicyDocument'));
  return { attachedPolicies: [{ roleNames, statements }] };
}

/** An AWS::KMS::Alias; the key is named by id or ARN. */
export interface KeyAlias {
  readonly aliasName: string;
  readonly targetKeyId: string;
}

export function readAlias({ properties, name }: Resource): { aliases: KeyAlias[] } {
  return { aliases: [{ aliasName: name, targetKeyId: properties.text('TargetKeyId') }] };
}

// --- internal ---

function principals(statement: Properties): Record<string, string[]> {
  const value = statement.any('Principal');
  if (value === undefined) return {};
  // "*" alone is the same as { AWS: "*" } (IAM reference, Principal).
  if (typeof value === 'string') return { AWS: [value] };
  const kinds = statement.object('Principal');
  return Object.fromEntries((kinds?.names() ?? []).map((kind) => [kind, kinds!.texts(kind)]));
}

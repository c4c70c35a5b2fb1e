import { eventResources } from './events';
import { arnOf, members, type Piece, type RawResource, resource, type Serverless } from './piece';

/** AWS::Serverless::Function: the function, its role, version, alias, deployment group and event sources. */
export function serverlessFunction(of: Serverless): Piece {
  const { id, properties } = of;
  const { InlineCode, DeadLetterQueue, Role, AutoPublishAlias } = properties;
  const alias = AutoPublishAlias === undefined ? undefined : aliasOf(of);
  const target = alias ? { Ref: alias.id } : arnOf(id);
  const roleId = `${id}Role`;
  const resources = {
    [id]: resource(of, 'AWS::Lambda::Function', {
      ...pick(properties, PASSED_ON),
      Code: InlineCode === undefined ? {} : { ZipFile: InlineCode },
      Role: Role ?? arnOf(roleId),
      DeadLetterConfig:
        DeadLetterQueue === undefined ? undefined : { TargetArn: members(DeadLetterQueue).TargetArn },
    }),
    ...(Role === undefined ? { [roleId]: resource(of, 'AWS::IAM::Role', {}) } : {}),
    ...alias?.resources,
    ...invokeConfig(of),
    ...deploymentGroup(of, alias?.id),
    ...eventResources(of, target, true),
  };
  return alias ? { resources, references: alias.references } : { resources };
}

// --- internal ---

const PASSED_ON = [
  'Architectures',
  'Environment',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'ReservedConcurrentExecutions',
  'Runtime',
  'Timeout',
];

function aliasOf(of: Serverless) {
  const { id, properties, textOf } = of;
  const name = properties.AutoPublishAlias;
  const versionId = `${id}Version`;
  const aliasId = `${id}Alias${(textOf(name) ?? '').replace(/[^A-Za-z0-9]/g, '')}`;
  return {
    id: aliasId,
    resources: {
      [versionId]: resource(of, 'AWS::Lambda::Version', { FunctionName: { Ref: id } }),
      [aliasId]: resource(of, 'AWS::Lambda::Alias', {
        Name: name,
        FunctionName: { Ref: id },
        FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
      }),
    },
    references: { [`${id}.Alias`]: aliasId, [`${id}.Version`]: versionId },
  };
}

function invokeConfig(of: Serverless): Record<string, RawResource> {
  const { id, properties } = of;
  if (properties.EventInvokeConfig === undefined) return {};
  const { MaximumRetryAttempts, DestinationConfig } = members(properties.EventInvokeConfig);
  const { OnFailure } = members(DestinationConfig);
  const { Destination } = members(OnFailure);
  return {
    [`${id}EventInvokeConfig`]: resource(of, 'AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: id },
      MaximumRetryAttempts,
      DestinationConfig: Destination === undefined ? undefined : { OnFailure: { Destination } },
    }),
  };
}

/** A deployment rolls back when one of its alarms goes into ALARM. */
function deploymentGroup(of: Serverless, aliasId: string | undefined): Record<string, RawResource> {
  const { id, properties } = of;
  const { Alarms, Enabled } = members(properties.DeploymentPreference);
  if (aliasId === undefined || Alarms === undefined || Enabled === false) return {};
  // A list, or an Fn::If of lists of references.
  const named = Array.isArray(Alarms) ? Alarms.map((Name) => ({ Name })) : Alarms;
  return {
    [`${id}DeploymentGroup`]: resource(of, 'AWS::CodeDeploy::DeploymentGroup', {
      ApplicationName: 'ServerlessDeploymentApplication',
      AlarmConfiguration: { Enabled: true, Alarms: named },
    }),
  };
}

export function pick(
  from: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
  );
}

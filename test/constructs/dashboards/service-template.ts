import { gunzipSync } from 'node:zlib';
import { App, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster } from 'aws-cdk-lib/aws-ecs';
import { iamStatements } from '../../iam-statements';

export const env = { account: '123456789012', region: 'eu-west-1' };

/** A cluster in a stack of its own. */
export function newCluster(namespace = true): { stack: Stack; cluster: Cluster } {
  const stack = new Stack(new App(), 'Realm', { env });
  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
  const defaultCloudMapNamespace = namespace ? { name: 'fleet.local' } : undefined;
  return { stack, cluster: new Cluster(stack, 'Cluster', { vpc, defaultCloudMapNamespace }) };
}

/** A container of a task definition. */
export interface Container {
  readonly Name: string;
  readonly Command?: readonly string[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly MountPoints: readonly {
    readonly ContainerPath: string;
    readonly ReadOnly: boolean;
    readonly SourceVolume: string;
  }[];
  readonly [key: string]: unknown;
}

export function container(template: Template, name: string): Container {
  const [task] = Object.values(template.findResources('AWS::ECS::TaskDefinition'));
  return task!.Properties.ContainerDefinitions.find(({ Name }: Container) => Name === name);
}

/** What the container with the files writes: whole path to text. */
export function writtenFiles(template: Template): Record<string, string> {
  const { Command, Environment } = container(template, 'files');
  const packed = new Map(Environment!.map(({ Name, Value }) => [Name, String(Value)]));
  return Object.fromEntries(
    [...Command!.at(-1)!.matchAll(/^printf %s "\$(\w+)" \| base64 -d \| gunzip > (\S+)$/gm)].map(
      ([, name, path]) => [path!, gunzipSync(Buffer.from(packed.get(name!)!, 'base64')).toString()],
    ),
  );
}

/** The statements about one service of AWS. */
export const ofService = (template: Template, service: string) =>
  iamStatements(template).filter(({ Action }) =>
    [Action].flat().some((action) => action.startsWith(`${service}:`)),
  );

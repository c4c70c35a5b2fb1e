import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** A resource of a template, with the name that it has in the account, where the template fixes one. */
export interface NamedResource {
  readonly type: string;
  /** With `<system>`, `<realm>` and `<worker>` in place of those of the template. */
  readonly name?: string;
  readonly deletion: Policy;
  readonly replacement: Policy;
}

export type Policy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

/** The property that names a resource in its account and Region, by type; two of the same name cannot be. */
export const NAMES: Readonly<Record<string, string>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'AutoScalingGroupName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::AlarmMuteRule': 'Name',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ECS::TaskDefinition': 'Family',
  'AWS::Events::Rule': 'Name',
  'AWS::Grafana::Workspace': 'Name',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::QueryDefinition': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
};

/** Properties that name a thing inside of another, which goes with it, or another thing. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApplicationAutoScaling::ScalingPolicy': ['PolicyName'],
  'AWS::AutoScaling::LifecycleHook': ['LifecycleHookName'],
  'AWS::CloudWatch::Alarm': ['MetricName'],
  'AWS::IAM::Policy': ['PolicyName'],
  'AWS::Lambda::Permission': ['FunctionName'],
  'AWS::Logs::MetricFilter': ['FilterName'],
  'AWS::SNS::Topic': ['DisplayName'],
  'AWS::Scheduler::Schedule': ['GroupName', 'Name'],
  'AWS::ServiceDiscovery::Service': ['Name'],
};

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: Policy;
  readonly UpdateReplacePolicy?: Policy;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export function namedResources(stacks: readonly Stack[]): NamedResource[] {
  return resourcesOf(stacks).map(({ Type, Properties = {}, DeletionPolicy, UpdateReplacePolicy }) => {
    const name = NAMES[Type] === undefined ? undefined : Properties[NAMES[Type]];
    return {
      type: Type,
      ...(typeof name === 'string' && { name: general(name) }),
      deletion: DeletionPolicy ?? 'Delete',
      replacement: UpdateReplacePolicy ?? 'Delete',
    };
  });
}

/** What looks like a name and is in neither table above: `type.property`. */
export function unknownNames(stacks: readonly Stack[]): string[] {
  const found = resourcesOf(stacks).flatMap(({ Type, Properties = {} }) =>
    Object.entries(Properties)
      .filter(([key, value]) => /(?:Name|^Family|Alias)$/.test(key) && typeof value === 'string')
      .filter(([key]) => NAMES[Type] !== key && !WITHIN[Type]?.includes(key))
      .map(([key]) => `${Type}.${key}`),
  );
  return [...new Set(found)].sort();
}

/** Markdown: each type with a fixed name, or that is kept, by what becomes of it. */
export function policyTable(resources: readonly NamedResource[]): string {
  const told = resources.filter(({ name, deletion }) => name !== undefined || deletion !== 'Delete');
  const rows = new Map<string, Set<string>>();
  for (const { type, name, deletion, replacement } of told) {
    const key = JSON.stringify([type, deletion, replacement]);
    rows.set(key, (rows.get(key) ?? new Set()).add(name === undefined ? 'no fixed name' : `\`${name}\``));
  }
  const lines = [...rows].sort().map(([key, names]) => {
    const [type, deletion, replacement] = JSON.parse(key) as string[];
    const all = [...names].sort();
    const shown = all.length > MOST ? ['`<system>-<realm>-…`'] : all;
    return `| \`${type}\` | ${shown.join(', ')} | ${deletion} | ${replacement} |`;
  });
  return ['| type | its name | DeletionPolicy | UpdateReplacePolicy |', '|---|---|---|---|', ...lines].join(
    '\n',
  );
}

// --- internal ---

const MOST = 6;

function resourcesOf(stacks: readonly Stack[]): Resource[] {
  return stacks.flatMap(
    (stack) => Object.values(Template.fromStack(stack).toJSON().Resources ?? {}) as Resource[],
  );
}

function general(name: string): string {
  return name
    .replace(/\b(?:lava|acme)(?=[-./])/, '<system>')
    .replace(/\b(?:prod|dev)\b/, '<realm>')
    .replace(/\b(?:core|gpu|light)\b/, '<worker>');
}

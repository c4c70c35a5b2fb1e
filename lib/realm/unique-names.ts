import { CfnResource, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConstructError } from '../constructs';
import { lookUp } from '../text/look-up';

/**
 * Refuses two resources of one kind that would have the same physical name: CloudFormation would fail half way, or, of
 * alarms and log metrics, the second would silently replace the first.
 *
 * @param stacks Those of one account and Region.
 */
export function checkUniqueNames(...stacks: readonly Construct[]): void {
  const seen = new Map<string, CfnResource>();
  for (const resource of stacks.flatMap(({ node }) => node.findAll()).filter(CfnResource.isCfnResource)) {
    const name = nameOf(resource);
    if (name === undefined) continue;
    const key = `${lookUp(KIND, resource.cfnResourceType) ?? resource.cfnResourceType} ${name}`;
    const other = seen.get(key);
    if (other) {
      throw new ConstructError(
        resource,
        `the name of two resources, got '${name}' of ${other.node.path} as well, allowed: each name once; rename a worker or a job`,
      );
    }
    seen.set(key, resource);
  }
}

// --- internal ---

/** Alarms share one list of names, whatever they are made of. */
const KIND: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::CompositeAlarm': 'AWS::CloudWatch::Alarm',
};

/** Properties that hold a name which is unique in its account and Region. */
const NAMES = [
  'alarmName',
  'queueName',
  'topicName',
  'functionName',
  'tableName',
  'logGroupName',
  'autoScalingGroupName',
  'dashboardName',
  'roleName',
  'name',
] as const;

/** Types of which one of those properties names something else, or a part of something. */
const OTHERS =
  /^AWS::(?:Lambda::(?!Function)|Logs::(?!LogGroup)|AutoScaling::(?!AutoScalingGroup)|Scheduler::Schedule$)/;

function nameOf(resource: CfnResource): string | undefined {
  if (OTHERS.test(resource.cfnResourceType)) return undefined;
  const given = resource as unknown as Readonly<Record<string, unknown>>;
  const name = NAMES.map((property) => given[property]).find((value) => typeof value === 'string') as
    | string
    | undefined;
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}

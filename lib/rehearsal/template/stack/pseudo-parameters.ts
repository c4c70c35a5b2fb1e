import { NO_VALUE } from '../intrinsics/no-value';
import { uuid } from './identity/identity';

/** What the pseudo-parameters of a stack are computed from. */
export interface StackPlace {
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
}

/** The values of the pseudo-parameters (`AWS::Region` …), by name. */
export function pseudoParameters({ stackName, region, accountId }: StackPlace): ReadonlyMap<string, unknown> {
  const partition = partitionOf(region);
  const stack = `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/${uuid(stackName)}`;
  return new Map<string, unknown>([
    ['AWS::AccountId', accountId],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ['AWS::StackId', stack],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', urlSuffixOf(region)],
  ]);
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

export function urlSuffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role for EventBridge Scheduler, which only schedules of one group of this account may use.
 * @param group ARN of the group; absent: the default group
 */
export function schedulerRole(scope: Construct, id: string, group?: string): Role {
  const stack = Stack.of(scope);
  return new Role(scope, id, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: {
          'aws:SourceAccount': stack.account,
          'aws:SourceArn': group ?? stack.formatArn(DEFAULT_GROUP),
        },
      },
    }),
  });
}

// --- internal ---

const DEFAULT_GROUP = {
  service: 'scheduler',
  resource: 'schedule-group',
  resourceName: 'default',
  arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
};

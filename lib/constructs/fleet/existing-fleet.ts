import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { workerNamesOf } from '../worker-monitor';
import { backlogPerInstanceTracking } from './backlog-tracking';
import { grantWorkerRights, type WorkerRightsProps } from './worker-rights';

export interface ExistingFleetProps extends WorkerRightsProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Name of the worker, by Lava's grammar. */
  readonly worker: string;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /** The machines; their group should publish GroupInServiceInstances each minute, which is free. */
  readonly autoScalingGroup: IAutoScalingGroup;

  /** Role of the machines, which gets the rights of a worker. */
  readonly role: IRole;

  /**
   * Messages for each instance that scaling aims at; 0 leaves scaling to whoever made the group.
   * @default 0
   */
  readonly backlogPerInstance?: number;
}

/** Machines that work for a realm, whoever made them. */
export interface IWorkerFleet {
  /** For HeartbeatMonitor and HostMonitor. */
  readonly autoScalingGroup: IAutoScalingGroup;
  readonly role: IRole;
}

/** Somebody else's machines: they get a worker's rights and, on demand, its scaling; nothing runs on them by this. */
export class ExistingFleet extends Construct implements IWorkerFleet {
  readonly autoScalingGroup: IAutoScalingGroup;
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: ExistingFleetProps) {
    super(scope, id);
    workerNamesOf(this, props);
    const { autoScalingGroup, role, queue, backlogPerInstance } = props;
    this.autoScalingGroup = autoScalingGroup;
    this.role = role;
    grantWorkerRights(role, props);
    acknowledge(role, {
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
        'PutMetricData knows no resource; metrics are bound to their namespaces',
    });
    if (backlogPerInstance) backlogPerInstanceTracking(this, autoScalingGroup, queue, backlogPerInstance);
  }
}

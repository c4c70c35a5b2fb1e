import { CfnOutput } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventsTable } from '../constructs';
import { acknowledge } from '../constructs/acknowledge';
import { grantWorkerRights } from '../constructs/fleet/worker-rights';
import type { RealmConfig, WorkerConfig } from './realm-config';

export interface ForeignMachinesProps {
  readonly config: RealmConfig;
  readonly worker: WorkerConfig;
  readonly queue: IQueue;
  readonly logGroup: ILogGroup;
  readonly messagesLogGroup?: ILogGroup;
  /** Where runs are recorded, if they are. */
  readonly events?: EventsTable;
}

/**
 * What somebody else's machines need of the realm, as outputs of its stack: the queue, the log group, and a policy for
 * their role. Nothing is attached to anything: whoever owns the role does that.
 */
export class ForeignMachines extends Construct {
  constructor(scope: Construct, id: string, props: ForeignMachinesProps) {
    super(scope, id);
    const { config, worker, queue, logGroup, messagesLogGroup, events } = props;
    const policy = new ManagedPolicy(this, 'Policy', {
      description: `What a machine of worker ${worker.name} in realm ${config.realm} does: its queue, its records, its metrics.`,
    });
    grantWorkerRights(policy, {
      queue,
      logGroup,
      messagesLogGroup,
      metricNamespace: config.metrics.namespace,
    });
    events?.grantRecord(policy);
    acknowledge(policy, {
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
        'PutMetricData knows no resource; metrics are bound to their namespaces',
    });
    this.output(props, 'QueueUrl', queue.queueUrl, `Queue of worker ${worker.name}`);
    this.output(props, 'LogGroup', logGroup.logGroupName, `Where worker ${worker.name} writes its records`);
    this.output(
      props,
      'PolicyArn',
      policy.managedPolicyArn,
      `For the role of the machines of worker ${worker.name}`,
    );
  }

  /** `coreQueueUrl`, unless two workers differ only in characters that an output's name cannot have. */
  private output(
    { config, worker }: ForeignMachinesProps,
    what: string,
    value: string,
    description: string,
  ): void {
    const output = new CfnOutput(this, what, { value, description });
    const alike = config.workers.filter(({ name }) => lettersOf(name) === lettersOf(worker.name));
    if (alike.length === 1) output.overrideLogicalId(`${lettersOf(worker.name)}${what}`);
  }
}

/** Whether a worker runs on machines that are there, and the realm makes something that they have to reach. */
export function needsRights({ fleet, queue }: WorkerConfig, { logs }: RealmConfig): boolean {
  return fleet.existing !== undefined && !(queue.existing !== undefined && logs.existing);
}

// --- internal ---

const lettersOf = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '');

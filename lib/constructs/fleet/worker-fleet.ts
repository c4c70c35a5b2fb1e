import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { DEFAULT_SYSTEM, logFile, systemVariables, variablePrefix } from '../../contract';
import { acknowledge, arnInFinding } from '../acknowledge';
import { checkSize, secondsOf } from '../prop-checks';
import { workerNamesOf } from '../worker-monitor';
import { backlogPerInstanceTracking } from './backlog-tracking';
import { DRAIN_HOOK } from './drain';
import { ExistingFleet, type ExistingFleetProps, type IWorkerFleet } from './existing-fleet';
import { checkMachine, checkUserData } from './fleet-checks';
import { checkLogRoute, type LogRoute, logEnvironment } from './log-route';
import type { Machine } from './machine';
import { userDataCommands } from './user-data';
import { grantWorkerRights } from './worker-rights';

export interface WorkerFleetProps {
  readonly realm: string;
  readonly worker: string;
  /** @default 'lava' */
  readonly system?: string;
  readonly vpc: ec2.IVpc;
  /** @default - the VPC's default selection (private subnets with egress where there are any) */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /** The queue that feeds the workers; they may receive from it and nothing else. */
  readonly queue: IQueue;
  /** The group that the CloudWatch agent writes the records to. */
  readonly logGroup: ILogGroup;
  /** The CloudWatch agent's configuration. @default - none, which needs the `logRoute` otlp */
  readonly agentConfig?: IStringParameter;
  /**
   * The way of the records to the group: `agent`, by the journal, a file and the CloudWatch agent; or `otlp`, where the worker
   * sends them to CloudWatch's OTLP endpoint itself, so that it has to be a program with this project's runtime and
   * `@aws-sdk/client-cloudwatch-logs`, and RealmLogs has to be told of it.
   * @default 'agent'
   */
  readonly logRoute?: LogRoute;
  /** Shell command that runs the worker in the foreground. */
  readonly command: string;
  /** Shell lines that put the worker's program on the machine. @default - none: the image holds it */
  readonly setup?: readonly string[];
  /** Environment of the worker. @default - realm, worker, queue and region only */
  readonly environment?: Readonly<Record<string, string>>;
  /** Namespace of the metrics that the workers publish; they may publish to no other. @default the system with a capital, 'Lava' */
  readonly metricNamespace?: string;
  /**
   * Whether the worker sends its metrics to CloudWatch's OTLP endpoint, too, where PromQL finds them; it may then publish to any
   * namespace. @default false
   */
  readonly metricsByOtlp?: boolean;
  /** @default t3.small */
  readonly instanceType?: ec2.InstanceType;
  /** @default - the newest Amazon Linux 2023 for the instance type's processor, resolved by CloudFormation at deploy */
  readonly machineImage?: ec2.IMachineImage;
  /** @default 1 */
  readonly minInstances?: number;
  /** @default - minInstances */
  readonly maxInstances?: number;
  /** Size of the encrypted root volume, in GiB. @default 20 */
  readonly volumeSizeGiB?: number;
  /** Messages for each instance that scaling aims at; 0 turns scaling off. @default 0 */
  readonly backlogPerInstance?: number;
  /** How long running jobs may take to finish before an instance terminates. @default 30 minutes */
  readonly drainTimeout?: Duration;
  /** systemd restarts a worker that does not call its watchdog for so long. @default - no watchdog */
  readonly watchdog?: Duration;
  /** Install docker and let the worker use it. @default false */
  readonly docker?: boolean;
  /**
   * Keep a copy of the records in /var/log/messages, as Lava does, so that a HeartbeatMonitor can count them in the group of
   * that name; with `messages` of a WorkerAgentConfig the agent brings them there, and they are ingested and paid twice.
   * @default false
   */
  readonly copyToMessages?: boolean;
  /** The group of /var/log/messages, if the agent collects it. @default - the agent does not */
  readonly messagesLogGroup?: ILogGroup;
  /** How long a new instance may take to signal that it works. @default 15 minutes */
  readonly startTimeout?: Duration;
}

/**
 * The machines of one worker: an Auto Scaling group of Amazon Linux 2023 instances without SSH (Session Manager
 * works), with encrypted disks and IMDSv2 only, that replaces instances one by one and drains them first.
 */
export class WorkerFleet extends Construct implements IWorkerFleet {
  /** A fleet that exists already, or that another construct makes. */
  static fromAutoScalingGroup(scope: Construct, id: string, props: ExistingFleetProps): IWorkerFleet {
    return new ExistingFleet(scope, id, props);
  }

  readonly autoScalingGroup: autoscaling.AutoScalingGroup;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: WorkerFleetProps) {
    super(scope, id);
    const { system = DEFAULT_SYSTEM, minInstances = 1, maxInstances = minInstances } = props;
    const { backlogPerInstance = 0 } = props;
    checkSize(this, 'Instance', { min: minInstances, max: maxInstances, backlog: backlogPerInstance }, 0);
    const names = workerNamesOf(this, props);
    checkLogRoute(this, props);

    this.role = workerRole(this, props);
    const userData = ec2.UserData.forLinux();
    this.autoScalingGroup = new autoscaling.AutoScalingGroup(this, 'Group', {
      autoScalingGroupName: names.fleet,
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      minCapacity: minInstances,
      maxCapacity: maxInstances,
      launchTemplate: launchTemplate(this, props, this.role, userData),
      groupMetrics: [new autoscaling.GroupMetrics(autoscaling.GroupMetric.IN_SERVICE_INSTANCES)],
      defaultInstanceWarmup: Duration.minutes(4),
      healthChecks: autoscaling.HealthChecks.ec2({ gracePeriod: HEALTH_GRACE }),
      // For an instance refresh, and for a machine that is not healthy: the new one works before the old one drains.
      minHealthyPercentage: 100,
      maxHealthyPercentage: 110,
      signals: autoscaling.Signals.waitForMinCapacity({
        timeout: props.startTimeout ?? Duration.minutes(15),
      }),
      updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({
        maxBatchSize: 1,
        minInstancesInService: Math.min(minInstances, maxInstances - 1),
        pauseTime: props.startTimeout ?? Duration.minutes(15),
      }),
    });
    acknowledge(this.autoScalingGroup, {
      'AwsSolutions::AwsSolutions-AS3':
        'machines come and go by design; HeartbeatMonitor tells when one that should work is missing',
    });
    const machine = machineOf(this, props, system, names.tag);
    checkMachine(this, machine, props.environment ?? {});
    userData.addCommands(
      ...userDataCommands({
        machine,
        fleetName: names.fleet,
        agentConfigParameter: props.agentConfig?.parameterName,
        environment: environmentOf(this, props, system),
        setup: props.setup ?? [],
        signal: signalOf(this, this.autoScalingGroup),
      }),
    );
    checkUserData(this, userData.render().length);
    this.addDrain(machine.drainSeconds, names.fleet);
    if (props.backlogPerInstance) {
      backlogPerInstanceTracking(this, this.autoScalingGroup, props.queue, props.backlogPerInstance);
    }
  }

  private addDrain(drainSeconds: number, fleetName: string): void {
    this.autoScalingGroup.addLifecycleHook('Drain', {
      lifecycleHookName: DRAIN_HOOK,
      lifecycleTransition: autoscaling.LifecycleTransition.INSTANCE_TERMINATING,
      heartbeatTimeout: Duration.seconds(drainSeconds),
      defaultResult: autoscaling.DefaultResult.CONTINUE,
    });
    const arn = Stack.of(this).formatArn({
      service: 'autoscaling',
      resource: 'autoScalingGroup',
      resourceName: `*:autoScalingGroupName/${fleetName}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.role.addToPolicy(
      new iam.PolicyStatement({ actions: ['autoscaling:CompleteLifecycleAction'], resources: [arn] }),
    );
    acknowledge(this.role, {
      [`AwsSolutions::AwsSolutions-IAM5[Resource::${arnInFinding(this, arn)}]`]:
        "an Auto Scaling group's ARN holds an id that CloudFormation does not tell; the name decides",
    });
  }
}

// --- internal ---

/** As Lava has it: a machine is not judged while it boots. */
const HEALTH_GRACE = Duration.minutes(5);

function machineOf(scope: Construct, props: WorkerFleetProps, system: string, tag: string): Machine {
  const { drainTimeout = Duration.minutes(30), watchdog } = props;
  return {
    system,
    realm: props.realm,
    worker: props.worker,
    tag,
    logFile: logFile(system),
    command: props.command,
    drainSeconds: secondsOf(scope, 'drainTimeout', drainTimeout),
    watchdogSeconds: watchdog && secondsOf(scope, 'watchdog', watchdog),
    docker: props.docker ?? false,
    sendsRecords: props.logRoute === 'otlp',
    copyToMessages: props.copyToMessages ?? false,
  };
}

function environmentOf(scope: Construct, props: WorkerFleetProps, system: string): Record<string, string> {
  const prefix = variablePrefix(system);
  return {
    ...systemVariables(system),
    [`${prefix}REALM`]: props.realm,
    [`${prefix}WORKER`]: props.worker,
    QUEUE_URL: props.queue.queueUrl,
    AWS_REGION: Stack.of(scope).region,
    ...logEnvironment(scope, system, props),
    ...props.environment,
  };
}

/** A role with what a worker and an operator's session need. */
function workerRole(scope: Construct, props: WorkerFleetProps): iam.Role {
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
  });
  // Not AmazonSSMManagedInstanceCore, which may read every parameter of the account, the alert channels' among them.
  role.addToPolicy(new iam.PolicyStatement({ actions: SESSION_MANAGER, resources: ['*'] }));
  grantWorkerRights(role, props);
  const { messagesLogGroup } = props;
  acknowledge(role, {
    ...(messagesLogGroup && {
      [`AwsSolutions::AwsSolutions-IAM5[Resource::${arnInFinding(scope, messagesLogGroup.logGroupArn)}]`]:
        "the ARN of a group that is imported ends in its streams', which are those of every machine",
    }),
    'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
      'Session Manager and PutMetricData know no resource; metrics are bound to their namespaces',
  });
  return role;
}

/** What Session Manager needs of an instance, by its documentation, which knows no narrower resource. */
const SESSION_MANAGER = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

function launchTemplate(
  scope: Construct,
  props: WorkerFleetProps,
  role: iam.IRole,
  userData: ec2.UserData,
): ec2.LaunchTemplate {
  const instanceType =
    props.instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.SMALL);
  const arm = instanceType.architecture === ec2.InstanceArchitecture.ARM_64;
  const cpuType = arm ? ec2.AmazonLinuxCpuType.ARM_64 : ec2.AmazonLinuxCpuType.X86_64;
  return new ec2.LaunchTemplate(scope, 'LaunchTemplate', {
    instanceType,
    machineImage: props.machineImage ?? ec2.MachineImage.latestAmazonLinux2023({ cpuType }),
    role,
    userData,
    requireImdsv2: true,
    detailedMonitoring: true,
    securityGroup: new ec2.SecurityGroup(scope, 'SecurityGroup', {
      vpc: props.vpc,
      description: `worker ${props.worker} of realm ${props.realm}: no way in`,
    }),
    blockDevices: [
      {
        deviceName: '/dev/xvda',
        volume: ec2.BlockDeviceVolume.ebs(props.volumeSizeGiB ?? 20, {
          encrypted: true,
          volumeType: ec2.EbsDeviceVolumeType.GP3,
        }),
      },
    ],
  });
}

function signalOf(scope: Construct, group: autoscaling.AutoScalingGroup) {
  const stack = Stack.of(scope);
  const resource = stack.getLogicalId(group.node.defaultChild as autoscaling.CfnAutoScalingGroup);
  return { stack: stack.stackName, resource, region: stack.region };
}

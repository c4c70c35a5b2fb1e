import { Duration } from 'aws-cdk-lib';
import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  type ContainerImage,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  type Secret,
} from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { DEFAULT_SYSTEM, systemVariables, variablePrefix } from '../../contract';
import { acknowledge } from '../acknowledge';
import { ConstructError } from '../construct-error';
import { checkSize, secondsOf } from '../prop-checks';
import { serviceLogging } from '../service-logging';
import { workerNamesOf } from '../worker-monitor';
import { logEnvironment } from './log-route';
import { grantWorkerRights, type WorkerRightsProps } from './worker-rights';

export interface ServiceFleetProps extends Omit<WorkerRightsProps, 'agentConfig'> {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Name of the worker, by Lava's grammar. */
  readonly worker: string;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /** Where the tasks run. */
  readonly cluster: ICluster;

  /** The worker; it writes its records to standard output, and stops softly on the signal that the image names. */
  readonly image: ContainerImage;

  /**
   * The way of the records to the group: `stdout`, by Docker's log driver; or `otlp`, where the worker sends them to
   * CloudWatch's OTLP endpoint itself, so that it has to be a program with this project's runtime and
   * `@aws-sdk/client-cloudwatch-logs`, and RealmLogs has to be told of it. What else the task prints goes by the driver.
   * @default 'stdout'
   */
  readonly logRoute?: 'stdout' | 'otlp';

  /**
   * What runs in the image.
   * @default - the image's own command
   */
  readonly command?: readonly string[];

  /**
   * Environment of the worker, without secrets.
   * @default - realm, worker and queue only
   */
  readonly environment?: Readonly<Record<string, string>>;

  /**
   * Environment whose values stay in Secrets Manager or Parameter Store.
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, Secret>>;

  /**
   * CPU units of a task; 1024 are a processor.
   * @default 512
   */
  readonly cpu?: number;

  /**
   * Memory of a task in MiB, as Fargate allows it for the CPU.
   * @default 1024
   */
  readonly memoryLimitMiB?: number;

  /**
   * The fewest tasks, at least 1: a heartbeat monitor cannot tell a service without tasks from a dead one.
   * @default 1
   */
  readonly minTasks?: number;

  /**
   * The most tasks.
   * @default - minTasks
   */
  readonly maxTasks?: number;

  /**
   * Messages for each task that scaling aims at; 0 turns scaling off.
   * @default 0
   */
  readonly backlogPerTask?: number;

  /**
   * How long running jobs may take to finish before a task is killed, up to 2 minutes, which is Fargate's limit.
   * @default Duration.minutes(2)
   */
  readonly drainTimeout?: Duration;

  /**
   * Subnets of the tasks.
   * @default - the VPC's private subnets
   */
  readonly vpcSubnets?: SubnetSelection;
}

/**
 * A worker on Fargate. Its records go straight to the realm's group, in streams `<worker>/worker/<task>`, so that
 * HeartbeatMonitor (with `minInstances`), QueueMonitor and JobMonitor watch it as they watch a WorkerFleet.
 */
export class ServiceFleet extends Construct {
  readonly service: FargateService;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceFleetProps,
  ) {
    super(scope, id);
    const { cluster, minTasks = 1, maxTasks = minTasks, backlogPerTask = 0 } = props;
    const { fleet } = workerNamesOf(this, props);
    this.check(minTasks, maxTasks);
    this.service = new FargateService(this, 'Service', {
      cluster,
      serviceName: fleet,
      taskDefinition: this.task(fleet),
      desiredCount: minTasks,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { enable: true, rollback: true },
      vpcSubnets: props.vpcSubnets,
    });
    if (backlogPerTask > 0) this.trackBacklog(minTasks, maxTasks, backlogPerTask);
  }

  private check(minTasks: number, maxTasks: number): void {
    const { drainTimeout = MOST_DRAIN, backlogPerTask = 0 } = this.props;
    checkSize(this, 'Task', { min: minTasks, max: maxTasks, backlog: backlogPerTask }, 1);
    const drain = secondsOf(this, 'drainTimeout', drainTimeout);
    if (drain > MOST_DRAIN.toSeconds()) {
      const got = `${drain}s`;
      throw new ConstructError(
        this,
        `drainTimeout: longer than Fargate waits, got ${got}, allowed: up to 2m`,
      );
    }
  }

  private task(family: string): FargateTaskDefinition {
    const { props } = this;
    const { system = DEFAULT_SYSTEM, cpu = 512, memoryLimitMiB = 1_024 } = props;
    const task = new FargateTaskDefinition(this, 'Task', { family, cpu, memoryLimitMiB });
    const prefix = variablePrefix(system);
    task.addContainer('worker', {
      image: props.image,
      command: props.command && [...props.command],
      environment: {
        ...systemVariables(system),
        [`${prefix}REALM`]: props.realm,
        [`${prefix}WORKER`]: props.worker,
        QUEUE_URL: props.queue.queueUrl,
        ...logEnvironment(this, system, props),
        ...props.environment,
      },
      secrets: props.secrets,
      logging: serviceLogging(props.logGroup, props.worker),
      stopTimeout: props.drainTimeout ?? MOST_DRAIN,
    });
    grantWorkerRights(task.taskRole, props);
    acknowledge(task, {
      'AwsSolutions::AwsSolutions-ECS2':
        'names of the realm, the worker and its queue; secrets have a way of their own',
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
        'PutMetricData and the log-in to ECR know no resource; metrics are bound to their namespace',
    });
    return task;
  }

  /** As a WorkerFleet does it: the policy itself divides the queue's depth by the number of tasks. */
  private trackBacklog(minCapacity: number, maxCapacity: number, targetValue: number): void {
    const { queue, cluster } = this.props;
    const { serviceName } = this.service;
    const tasks = new CfnScalableTarget(this, 'Tasks', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${cluster.clusterName}/${serviceName}`,
      minCapacity,
      maxCapacity,
    });
    new CfnScalingPolicy(this, 'BacklogTracking', {
      policyName: 'backlog-per-task',
      policyType: 'TargetTrackingScaling',
      scalingTargetId: tasks.ref,
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        customizedMetricSpecification: {
          metrics: [
            stat('depth', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Average', {
              QueueName: queue.queueName,
            }),
            // Every running task reports its CPU once a minute, which costs nothing, where Container Insights does.
            stat('tasks', 'AWS/ECS', 'CPUUtilization', 'SampleCount', {
              ClusterName: cluster.clusterName,
              ServiceName: serviceName,
            }),
            { id: 'backlog', expression: 'depth / IF(FILL(tasks, 0) > 0, tasks, 1)', returnData: true },
          ],
        },
      },
    });
  }
}

// --- internal ---

/** Fargate's longest stopTimeout. */
const MOST_DRAIN = Duration.minutes(2);

function stat(
  id: string,
  namespace: string,
  metricName: string,
  statistic: string,
  dimensions: Readonly<Record<string, string>>,
): CfnScalingPolicy.TargetTrackingMetricDataQueryProperty {
  const named = Object.entries(dimensions).map(([name, value]) => ({ name, value }));
  return {
    id,
    returnData: false,
    metricStat: { metric: { namespace, metricName, dimensions: named }, stat: statistic },
  };
}

import { Duration } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  type AlertRouting,
  type EventsTable,
  HeartbeatMonitor,
  HostMonitor,
  heartbeatMetric,
  QueueMonitor,
  RunDelayMonitor,
  WorkerAgentConfig,
  WorkerFleet,
} from '../constructs';
import { realmNames } from '../contract';
import type { RealmConfig, WorkerConfig } from './realm-config';
import { workerEnvironment } from './worker-environment';

/** What the workers of a realm share. */
export interface RealmParts {
  readonly config: RealmConfig;
  readonly logGroup: ILogGroup;
  /** The group of /var/log/messages, if heartbeats are counted there. */
  readonly messages?: ILogGroup;
  readonly alerts: AlertRouting;
  /** Where created fleets live. */
  readonly network?: { readonly vpc: IVpc; readonly vpcSubnets: SubnetSelection };
  readonly events?: EventsTable;
}

/** One worker: its queue, its monitors, and its machines if the realm file gives a command to run on them. */
export class RealmWorker extends Construct {
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, config: WorkerConfig, parts: RealmParts) {
    super(scope, id);
    const { realm, system } = parts.config;
    const { name: worker, heartbeat, queue, runDelay, host, fleet } = config;
    const common = { realm, system, worker, alerts: parts.alerts };
    const fleetName = realmNames(realm, system).worker(worker).fleet;
    const { parameter: agentConfig } = new WorkerAgentConfig(this, 'AgentConfig', {
      ...common,
      hostMetrics: host !== undefined,
      messages: parts.messages !== undefined,
    });
    const group = AutoScalingGroup.fromAutoScalingGroupName(this, 'Fleet', fleetName);
    const every = Duration.seconds(heartbeat.everySeconds);
    this.queue = new QueueMonitor(this, 'Queue', {
      ...common,
      depth: queue.depth,
      for: Duration.seconds(queue.forSeconds),
      oldest: seconds(queue.oldestSeconds),
      stuckAfter: seconds(queue.stuckSeconds),
      heartbeats: heartbeatMetric({ realm, system, worker, every }),
    }).queue;
    new HeartbeatMonitor(this, 'Heartbeat', {
      ...common,
      logGroup: parts.messages ?? parts.logGroup,
      queue: this.queue,
      every,
      ...(heartbeat.lavaAlarm
        ? { lavaAlarm: true }
        : { alarmAfter: Duration.seconds(heartbeat.alarmAfterSeconds) }),
      missingAfter: seconds(heartbeat.missingAfterSeconds),
      fleet: group,
      minInstances: fleet.instances.min,
      scalesToZero: fleet.instances.min === 0,
    });
    if (host) new HostMonitor(this, 'Host', { ...common, ...host, fleet: group });
    if (runDelay) {
      new RunDelayMonitor(this, 'RunDelay', {
        ...common,
        p95: Duration.seconds(runDelay.p95Seconds),
        for: Duration.seconds(runDelay.forSeconds),
        namespace: parts.config.metrics.namespace,
      });
    }
    if (fleet.created) this.createFleet(config, parts, agentConfig);
  }

  private createFleet(
    { name: worker, fleet }: WorkerConfig,
    { config, logGroup, messages, network, events }: RealmParts,
    agentConfig: WorkerAgentConfig['parameter'],
  ): void {
    const { realm, system, metrics } = config;
    const { command, setup, docker, backlogPerInstance, drainSeconds, watchdogSeconds } = fleet.created!;
    const machines = new WorkerFleet(this, 'Machines', {
      realm,
      system,
      worker,
      ...network!,
      queue: this.queue,
      logGroup,
      agentConfig,
      copyToMessages: messages !== undefined,
      messagesLogGroup: messages,
      command,
      setup,
      environment: workerEnvironment(config),
      metricNamespace: metrics.namespace,
      instanceType: new InstanceType(fleet.type),
      minInstances: fleet.instances.min,
      maxInstances: fleet.instances.max,
      backlogPerInstance,
      drainTimeout: seconds(drainSeconds),
      watchdog: seconds(watchdogSeconds),
      docker,
    });
    events?.grantRecord(machines.role);
  }
}

/** The duration of a setting that may be absent. */
export function seconds(amount: number | undefined): Duration | undefined {
  return amount === undefined ? undefined : Duration.seconds(amount);
}

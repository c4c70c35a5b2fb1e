import { Duration, Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { InstanceType, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
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
import { isForeign } from './fresh-jobs';
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
  readonly heartbeats: Metric;

  constructor(scope: Construct, id: string, config: WorkerConfig, parts: RealmParts) {
    super(scope, id);
    const { realm, system } = parts.config;
    const { name: worker, heartbeat, queue, runDelay, host, fleet } = config;
    const { instances } = hostOf(config, parts.config).fleet;
    const common = { realm, system, worker, alerts: parts.alerts };
    // Machines that are there already have an agent that is configured, and a guest of others has theirs.
    const records = parts.config.logs.route === undefined;
    const agentConfig =
      isForeign(fleet) || !(records || host !== undefined)
        ? undefined
        : new WorkerAgentConfig(this, 'AgentConfig', {
            ...common,
            hostMetrics: host !== undefined,
            messages: parts.messages !== undefined,
            records,
          }).parameter;
    const group = AutoScalingGroup.fromAutoScalingGroupName(this, 'Fleet', fleetNameOf(config, parts.config));
    const every = Duration.seconds(heartbeat.everySeconds);
    this.queue = new QueueMonitor(this, 'Queue', {
      ...common,
      queue: this.existingQueue('ExistingQueue', queue.existing),
      deadLetterQueue: this.existingQueue('ExistingDeadLetters', queue.deadLetters),
      depth: queue.depth,
      for: Duration.seconds(queue.forSeconds),
      oldest: seconds(queue.oldestSeconds),
      stuckAfter: seconds(queue.stuckSeconds),
      heartbeats: heartbeatMetric({ realm, system, worker, every }),
    }).queue;
    const { heartbeats } = new HeartbeatMonitor(this, 'Heartbeat', {
      ...common,
      logGroup: parts.messages ?? parts.logGroup,
      queue: this.queue,
      every,
      ...(heartbeat.lavaAlarm
        ? { lavaAlarm: true }
        : { alarmAfter: Duration.seconds(heartbeat.alarmAfterSeconds) }),
      missingAfter: seconds(heartbeat.missingAfterSeconds),
      fleet: group,
      minInstances: instances.min,
      processesPerInstance: fleet.daemons,
      scalesToZero: instances.min === 0,
    });
    this.heartbeats = heartbeats;
    if (fleet.on === undefined) {
      new HostMonitor(this, 'Host', {
        source: fleet.existing === undefined ? 'agent' : 'ami',
        ...common,
        ...(host ?? NOT_MEASURED),
        for: seconds(host?.forSeconds),
        detailedMonitoring: fleet.created !== undefined,
        namespace: parts.config.metrics.namespace,
        fleet: group,
      });
    }
    if (runDelay) {
      new RunDelayMonitor(this, 'RunDelay', {
        ...common,
        p95: Duration.seconds(runDelay.p95Seconds),
        for: Duration.seconds(runDelay.forSeconds),
        longest: seconds(runDelay.longestSeconds),
        namespace: parts.config.metrics.namespace,
      });
    }
    if (fleet.created) this.createFleet(config, parts, agentConfig);
  }

  private existingQueue(id: string, name: string | undefined): IQueue | undefined {
    if (name === undefined) return undefined;
    return Queue.fromQueueArn(this, id, Stack.of(this).formatArn({ service: 'sqs', resource: name }));
  }

  private createFleet(
    { name: worker, fleet }: WorkerConfig,
    { config, logGroup, messages, network, events }: RealmParts,
    agentConfig: WorkerAgentConfig['parameter'] | undefined,
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
      logRoute: config.logs.route,
      copyToMessages: messages !== undefined,
      messagesLogGroup: messages,
      command,
      setup,
      environment: workerEnvironment(config),
      metricNamespace: metrics.namespace,
      metricsByOtlp: metrics.otlp,
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

/** The Auto Scaling group of a worker's machines: its own, or that of the worker whose guest it is. */
export function fleetNameOf(worker: WorkerConfig, config: RealmConfig): string {
  const { name, fleet } = hostOf(worker, config);
  return fleet.existing ?? realmNames(config.realm, config.system).worker(name).fleet;
}

/** The duration of a setting that may be absent. */
export function seconds(amount: number | undefined): Duration | undefined {
  return amount === undefined ? undefined : Duration.seconds(amount);
}

// --- internal ---

/** Whose machines a worker runs on; a guest is no host, which the file's rules see to. */
function hostOf(worker: WorkerConfig, { workers }: RealmConfig): WorkerConfig {
  return workers.find(({ name }) => name === worker.fleet.on) ?? worker;
}

/** A broken machine is told of all the same. */
const NOT_MEASURED = { memory: 0, swap: 0, tmpDisk: 0, dockerDisk: 0 } as const;

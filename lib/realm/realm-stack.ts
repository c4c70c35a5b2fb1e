import { Duration, Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { IAM_MINIMIZE_POLICIES } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import {
  AlertDispatcher,
  AlertKey,
  type AlertRoute,
  AlertRouting,
  AlertTopic,
  HeartbeatMonitor,
  JobDispatcher,
  QueueMonitor,
  RealmLogs,
  WorkerAgentConfig,
} from '../constructs';
import { DISPATCHED_CHANNEL_KINDS, type DispatchedChannel, realmNames } from '../contract';
import type { AlertChannel, RealmConfig, WorkerConfig } from './realm-config';

/** Everything that a realm file asks for, as one stack. Construct ids are contract: logical ids come of them. */
export class RealmStack extends Stack {
  private readonly place: { readonly realm: string; readonly system: string };

  constructor(scope: Construct, config: RealmConfig) {
    const { stack } = realmNames(config.realm, config.system);
    super(scope, stack, {
      stackName: stack,
      description: `Monitoring of realm ${config.realm} of ${config.system}`,
      env: config.aws,
    });
    // The one recommended feature flag that shows in this template: the same policies in an app without it.
    this.node.setContext(IAM_MINIMIZE_POLICIES, true);
    this.place = { realm: config.realm, system: config.system };
    const logRetention = config.logs.retentionDays;
    const { logGroup } = new RealmLogs(this, 'Logs', { ...this.place, retention: logRetention });
    const alerts = this.alerts(config, logGroup);
    const queues = config.workers.map((worker) => [worker.name, this.worker(worker, logGroup, alerts)]);
    new JobDispatcher(this, 'JobDispatcher', {
      ...this.place,
      queues: Object.fromEntries(queues) as Record<string, IQueue>,
      logRetention,
    });
  }

  /** A topic for each severity, and the dispatcher for the channels that SNS does not serve itself. */
  private alerts({ alerts, logs }: RealmConfig, workerLogs: ILogGroup): AlertRouting {
    const scope = new Construct(this, 'Alerts');
    const encryptionKey = new AlertKey(scope, 'Key');
    const routes = Object.entries(alerts).map(([severity, channels]) => {
      const emails = channels.filter(({ kind }) => kind === 'email').map(({ target }) => target);
      const topic = new AlertTopic(scope, severity, { ...this.place, severity, encryptionKey, emails });
      return { severity, topic, channels: channels.filter(isDispatched) };
    });
    const dispatched: AlertRoute[] = routes.filter(({ channels }) => channels.length > 0);
    if (dispatched.length > 0) {
      const logRetention = logs.retentionDays;
      new AlertDispatcher(scope, 'Dispatcher', {
        ...this.place,
        routes: dispatched,
        workerLogs,
        logRetention,
      });
    }
    return AlertRouting.to(Object.fromEntries(routes.map(({ severity, topic }) => [severity, topic.topic])));
  }

  /** One worker's monitors; its queue is what the dispatcher needs of them. */
  private worker(config: WorkerConfig, logGroup: ILogGroup, alerts: AlertRouting): IQueue {
    const { name: worker, heartbeat, queue, fleet } = config;
    const scope = new Construct(this, `Worker-${worker}`);
    const common = { ...this.place, worker, alerts };
    const fleetName = realmNames(this.place.realm, this.place.system).worker(worker).fleet;
    const machines = AutoScalingGroup.fromAutoScalingGroupName(scope, 'Fleet', fleetName);
    new WorkerAgentConfig(scope, 'AgentConfig', common);
    new HeartbeatMonitor(scope, 'Heartbeat', {
      ...common,
      logGroup,
      every: Duration.seconds(heartbeat.everySeconds),
      alarmAfter: Duration.seconds(heartbeat.alarmAfterSeconds),
      missingAfter: seconds(heartbeat.missingAfterSeconds),
      fleet: machines,
      minInstances: fleet.instances.min,
      scalesToZero: fleet.instances.min === 0,
    });
    const monitor = new QueueMonitor(scope, 'Queue', {
      ...common,
      depth: queue.depth,
      for: Duration.seconds(queue.forSeconds),
      oldest: seconds(queue.oldestSeconds),
      stuckAfter: seconds(queue.stuckSeconds),
    });
    return monitor.queue;
  }
}

// --- internal ---

function seconds(amount: number | undefined): Duration | undefined {
  return amount === undefined ? undefined : Duration.seconds(amount);
}

function isDispatched(channel: AlertChannel): channel is DispatchedChannel {
  return DISPATCHED_CHANNEL_KINDS.some((kind) => kind === channel.kind);
}

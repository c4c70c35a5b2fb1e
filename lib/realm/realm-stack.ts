import { Annotations, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { type ISubnet, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { IAM_MINIMIZE_POLICIES } from 'aws-cdk-lib/cx-api';
import type { Construct, IConstruct } from 'constructs';
import {
  ConstructError,
  EventsTable,
  JobDispatcher,
  LambdaMonitor,
  LavaDispatcherMonitor,
  LogKey,
  LossMonitor,
  Maintenance,
  RealmDashboard,
  RealmLogs,
  ScalingFailures,
} from '../constructs';
import { DEFAULT_SYSTEM, MESSAGES_LOG, realmNames } from '../contract';
import { ForeignMachines, needsRights } from './foreign-machines';
import { freshJobs } from './fresh-jobs';
import { linesBesideOtlp } from './lines-beside-otlp';
import { RealmAlerts } from './realm-alerts';
import type { DispatcherConfig, RealmConfig } from './realm-config';
import { RealmFreshness } from './realm-freshness';
import { jobSchedule, jobTrigger, RealmJobs } from './realm-jobs';
import { RealmObjectives } from './realm-objectives';
import { fleetNameOf, type RealmParts, RealmWorker } from './realm-worker';
import { checkUniqueNames } from './unique-names';
import { measuredJobs } from './worker-environment';

/** Everything that a realm file asks for, as one stack. Construct ids are contract: logical ids come of them. */
export class RealmStack extends Stack {
  constructor(scope: Construct, config: RealmConfig) {
    const { realm, system, workers } = config;
    const { stack, jobDispatcher } = realmNames(realm, system);
    super(scope, stack, {
      stackName: stack,
      description: `Monitoring of realm ${realm} of ${system}`,
      env: config.aws,
    });
    // The one recommended feature flag that shows in this template: the same policies in an app without it.
    this.node.setContext(IAM_MINIMIZE_POLICIES, true);
    const place = { realm, system };
    const logRetention = config.logs.retentionDays;
    const logKey = this.logKey(config);
    const { logGroup } = new RealmLogs(this, 'Logs', {
      ...place,
      ...(config.logs.existing
        ? { logGroup: LogGroup.fromLogGroupName(this, 'ExistingLogs', realmNames(realm, system).logGroup) }
        : { retention: logRetention, maskSecrets: config.logs.mask, encryptionKey: logKey }),
      otlp: config.logs.route === 'otlp',
    });
    const alerts = new RealmAlerts(this, 'Alerts', config, logGroup, logKey);
    const parts: RealmParts = {
      config,
      logGroup,
      messages: this.messages(config),
      alerts: alerts.routing,
      network: this.network(config),
      events: config.events
        ? new EventsTable(this, 'Events', { ...place, table: this.events(config) })
        : undefined,
    };
    const watched = workers.map((worker) => new RealmWorker(this, `Worker-${worker.name}`, worker, parts));
    for (const [index, worker] of workers.entries()) {
      if (!needsRights(worker, config)) continue;
      const { queue } = watched[index]!;
      new ForeignMachines(this, `Machines-${worker.name}`, {
        config,
        worker,
        queue,
        logGroup,
        messagesLogGroup: parts.messages,
        events: parts.events,
      });
    }
    const jobs = config.dispatcher ? this.dispatcher(config, config.dispatcher, watched, logKey) : undefined;
    const jobMonitors = new RealmJobs(this, 'Jobs', config, alerts.routing, {
      logGroup,
      heartbeats: Object.fromEntries(
        watched.map(({ heartbeats }, index) => [workers[index]!.name, heartbeats]),
      ),
    });
    const objectives =
      config.objectives.length > 0
        ? new RealmObjectives(this, 'Objectives', config, alerts.routing, logGroup)
        : undefined;
    if (objectives) alerts.dispatcher?.explain(objectives.objectives);
    const recorded = freshJobs(config, 'records');
    const freshness =
      Object.keys(recorded).length > 0
        ? new RealmFreshness(this, 'Freshness', {
            config,
            jobs: recorded,
            alerts: alerts.routing,
            logGroup,
            events: parts.events,
            logEncryptionKey: logKey,
          })
        : undefined;
    const dispatcherMonitor =
      jobs &&
      new LambdaMonitor(this, 'JobDispatcherMonitor', {
        function: jobs.function,
        name: jobDispatcher,
        alerts: alerts.routing,
      });
    const scaling = new ScalingFailures(this, 'Scaling', {
      ...place,
      alerts: alerts.routing,
      groups: [...new Set(workers.map((worker) => fleetNameOf(worker, config)))],
    });
    const losses = new LossMonitor(this, 'Losses', { ...place, logGroup, alerts: alerts.routing });
    // Another system's is nobody's whose records are known.
    const isLavas = !config.dispatcher && system === DEFAULT_SYSTEM;
    const lavaDispatcher = isLavas
      ? new LavaDispatcherMonitor(this, 'LavaDispatcher', { ...place, logGroup, alerts: alerts.routing })
      : undefined;
    this.keepQuiet(config, alerts);
    if (config.dashboard) {
      new RealmDashboard(this, 'Dashboard', {
        ...place,
        workers: workers.map(({ name }) => name),
        alarms: {
          ...Object.fromEntries(watched.map((worker, index) => [workers[index]!.name, alarmsOf(worker)])),
          'jobs and their dispatcher': [jobs, jobMonitors, dispatcherMonitor, lavaDispatcher, losses]
            .filter((part) => part !== undefined)
            .flatMap(alarmsOf),
          ...(objectives && {
            'service levels': [objectives, freshness].flatMap((part) => (part ? alarmsOf(part) : [])),
          }),
          machines: alarmsOf(scaling),
          'whether alerts get through': alarmsOf(alerts),
        },
        objectives: objectives?.objectives,
        canaries: alerts.watched,
        jobMetrics: config.metrics.job || measuredJobs(config).length > 0,
        workerMetrics: config.metrics.worker,
        functions: [alerts.dispatcher, jobs, freshness?.watch].flatMap((part) =>
          part ? [part.function] : [],
        ),
        existing: Object.fromEntries(
          workers.map((worker) => [
            worker.name,
            { fleet: fleetNameOf(worker, config), queue: worker.queue.existing },
          ]),
        ),
        logGroup,
        namespace: config.metrics.namespace,
      });
    }
    for (const [index, note] of linesBesideOtlp(config).entries()) {
      Annotations.of(this).addWarningV2(`tiltmeter:linesBesideOtlp:${index}`, note);
    }
    this.checkSize(watched);
    checkUniqueNames(this);
  }

  private dispatcher(
    config: RealmConfig,
    { dialect, jobs }: DispatcherConfig,
    watched: readonly RealmWorker[],
    logEncryptionKey: IKey | undefined,
  ): JobDispatcher {
    const { realm, system, workers, logs } = config;
    return new JobDispatcher(this, 'JobDispatcher', {
      realm,
      system,
      queues: Object.fromEntries(watched.map(({ queue }, index) => [workers[index]!.name, queue])),
      schedules: config.schedules.map(jobSchedule),
      triggers: config.triggers.map((trigger) => jobTrigger(trigger, this.bucket(trigger.bucket))),
      jobs,
      dialect,
      reservedConcurrency: config.reservedConcurrency?.jobDispatcher,
      logRetention: logs.retentionDays,
      logEncryptionKey,
    });
  }

  private events({ events, realm, system }: RealmConfig): ITable | undefined {
    if (events !== 'existing') return undefined;
    return Table.fromTableName(this, 'ExistingEvents', realmNames(realm, system).eventsTable);
  }

  /** CDK would say how many resources there are, but not what to do. */
  private checkSize(workers: readonly RealmWorker[]): void {
    const all = resourcesIn(this);
    if (all <= MOST_RESOURCES) return;
    const ofWorkers = workers.reduce((sum, worker) => sum + resourcesIn(worker), 0);
    const fitting = Math.floor((MOST_RESOURCES - (all - ofWorkers)) / (ofWorkers / workers.length));
    throw new ConstructError(
      this,
      `workers: more than a stack holds, got ${workers.length} that make ${all} resources, ` +
        `allowed: ${MOST_RESOURCES}, about ${fitting} workers like these; give the others a realm of their own`,
    );
  }

  /** Each once, since triggers may share one. */
  private bucket(name: string): IBucket {
    const id = `Bucket-${name}`;
    return (this.node.tryFindChild(id) as IBucket | undefined) ?? Bucket.fromBucketName(this, id, name);
  }

  private logKey(config: RealmConfig): IKey | undefined {
    const { key } = config.logs;
    if (key === undefined) return undefined;
    const { logGroup, alertDispatcher, jobDispatcher, freshness } = realmNames(config.realm, config.system);
    const recorded = Object.keys(freshJobs(config, 'records')).length > 0 ? [freshness] : [];
    const functions = [alertDispatcher, jobDispatcher, ...recorded].map((name) => `/aws/lambda/${name}`);
    const logGroupNames = [logGroup, ...functions];
    return key === 'new'
      ? new LogKey(this, 'LogKey', { logGroupNames })
      : Key.fromKeyArn(this, 'LogKey', key);
  }

  /** Every realm of the account shares it, so that it is nobody's to create. */
  private messages({ logs }: RealmConfig): ILogGroup | undefined {
    if (logs.heartbeatLogGroup !== 'messages') return undefined;
    return LogGroup.fromLogGroupName(this, 'Messages', MESSAGES_LOG);
  }

  /** Whether alerts get through is never quiet. */
  private keepQuiet({ maintenance, realm, system }: RealmConfig, alerts: RealmAlerts): void {
    if (maintenance.length === 0) return;
    const past = new Set(alarmsOf(alerts));
    new Maintenance(this, 'Maintenance', {
      realm,
      system,
      alarms: alarmsOf(this).filter((alarm) => !past.has(alarm)),
      windows: maintenance.map(({ begins, forSeconds, zone }) => ({
        begins,
        duration: Duration.seconds(forSeconds),
        timeZone: zone,
      })),
    });
  }

  private network({ network }: RealmConfig): RealmParts['network'] {
    if (!network) return undefined;
    const { vpc: vpcId, subnets } = network;
    return {
      // CDK wants a zone to group subnets by; these are given one by one.
      vpc: Vpc.fromVpcAttributes(this, 'Vpc', { vpcId, availabilityZones: ['any'] }),
      vpcSubnets: { subnets: subnets.map((id) => this.subnet(id)) },
    };
  }

  private subnet(id: string): ISubnet {
    const subnet = Subnet.fromSubnetId(this, id, id);
    Annotations.of(subnet).acknowledgeWarning(
      '@aws-cdk/aws-ec2:noSubnetRouteTableId',
      'no route is added to it',
    );
    return subnet;
  }
}

// --- internal ---

/** CloudFormation's limit. */
const MOST_RESOURCES = 500;

const resourcesIn = ({ node }: IConstruct): number => node.findAll().filter(CfnResource.isCfnResource).length;

/** Every alarm of a construct and below, metric and composite. */
function alarmsOf(construct: IConstruct): AlarmBase[] {
  return construct.node.findAll().filter((child) => child instanceof AlarmBase) as AlarmBase[];
}

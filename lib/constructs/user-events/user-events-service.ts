import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import {
  type ContainerImage,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  Secret as SecretValue,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import {
  DEFAULT_SYSTEM,
  realmNames,
  USER_EVENTS_CONSUMER,
  type UserEventPresetName,
  userEventsTopic,
} from '../../contract';
import { ConstructError } from '../construct-error';
import { serviceLogging } from '../service-logging';
import { serviceSecurityGroup } from '../service-security-group';
import { checkRealm } from '../worker-monitor';
import { grantConsume } from './user-events-kafka';
import { checkLabels } from './user-events-labels';

const PORT = USER_EVENTS_CONSUMER.port;

/** For `node -e`: whether the container answers, within 4 s. */
export const HEALTH = `fetch('http://127.0.0.1:${PORT}/metrics', { method: 'HEAD', signal: AbortSignal.timeout(4000) }).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;

export interface UserEventsServiceProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Where the service runs; with a default Cloud Map namespace Prometheus finds it as `user-events`. */
  readonly cluster: ICluster;

  /** An image with the command `tiltmeter` on its path. */
  readonly image: ContainerImage;

  /** Kafka's bootstrap servers, `host:port`. */
  readonly brokers: readonly string[];

  /**
   * ARN of the MSK cluster, for its IAM authentication; a text, since MSK has no construct with an interface.
   * @default - no IAM authentication
   */
  readonly mskClusterArn?: string;

  /**
   * Secret with the fields `username` and `password`, for SASL/SCRAM-SHA-512 over TLS.
   * @default - no SCRAM
   */
  readonly credentials?: ISecret;

  /**
   * In front of the topic's name, `events`.
   * @default - nothing
   */
  readonly topicPrefix?: string;

  /**
   * Names and buckets of the metrics: OpenWhisk's, or those for fleets of job workers.
   * @default 'openwhisk'
   */
  readonly preset?: UserEventPresetName;

  /**
   * Initiators of whose actions nothing is told.
   * @default - none
   */
  readonly ignoredNamespaces?: readonly string[];

  /**
   * Labels to rename.
   * @default - none
   */
  readonly renameTags?: Readonly<Record<string, string>>;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * How long the service's own log is kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/** The consumer service of user events on Fargate, for a Prometheus in the same network. */
export class UserEventsService extends Construct implements IConnectable {
  readonly service: FargateService;

  /** Allow Prometheus in: `service.connections.allowFrom(prometheus, Port.tcp(9095))`. */
  readonly connections: Connections;

  constructor(scope: Construct, id: string, props: UserEventsServiceProps) {
    super(scope, id);
    const { realm, system = DEFAULT_SYSTEM, cluster, mskClusterArn, credentials } = props;
    checkRealm(this, props);
    checkLabels(this, props);
    if (mskClusterArn !== undefined && credentials !== undefined) {
      throw new ConstructError(this, 'got mskClusterArn and credentials, allowed: one way to authenticate');
    }
    const { userEvents } = realmNames(realm, system);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/ecs/${userEvents}`,
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const task = new FargateTaskDefinition(this, 'Task', {
      family: userEvents,
      cpu: CPU_UNITS,
      memoryLimitMiB: MEMORY_MIB,
    });
    task.addContainer('consumer', {
      image: props.image,
      entryPoint: ['tiltmeter'],
      command: command(props, userEvents, Stack.of(this).region),
      portMappings: [{ name: 'metrics', containerPort: PORT }],
      secrets: credentials && {
        KAFKA_USERNAME: SecretValue.fromSecretsManager(credentials, 'username'),
        KAFKA_PASSWORD: SecretValue.fromSecretsManager(credentials, 'password'),
      },
      // Not /ping: Kafka being away is no reason to throw away what has been counted.
      healthCheck: { command: ['CMD', 'node', '-e', HEALTH], startPeriod: Duration.seconds(30) },
      logging: serviceLogging(logGroup, 'user-events'),
      readonlyRootFilesystem: true,
      user: UNPRIVILEGED,
      stopTimeout: Duration.seconds(30),
    });
    if (mskClusterArn !== undefined) {
      const topic = userEventsTopic(props.topicPrefix);
      grantConsume(task.taskRole, { clusterArn: mskClusterArn, topic, consumerGroup: userEvents });
    }
    this.service = new FargateService(this, 'Service', {
      cluster,
      serviceName: userEvents,
      securityGroups: [serviceSecurityGroup(this, cluster.vpc, brokerPorts(props.brokers))],
      taskDefinition: task,
      desiredCount: 1,
      minHealthyPercent: 100,
      circuitBreaker: { enable: true, rollback: true },
      cloudMapOptions: cluster.defaultCloudMapNamespace && { name: SERVICE, containerPort: PORT },
    });
    this.connections = this.service.connections;
  }
}

// --- internal ---

/** Its name in Cloud Map. */
const SERVICE = 'user-events';
const CPU_UNITS = 512;
const MEMORY_MIB = 1_024;

/** Where Amazon MSK's brokers listen, by how they are asked; for names that only a deployment knows. */
const MSK_PORTS = [9092, 9094, 9096, 9098];

function brokerPorts(brokers: readonly string[]): number[] {
  const ports = brokers.flatMap((broker) => {
    const port = Number(/:(\d+)$/.exec(broker)?.[1]);
    return Token.isUnresolved(broker) || Number.isNaN(port) ? MSK_PORTS : [port];
  });
  return [...new Set(ports)];
}

/** User and group of nobody in particular. */
const UNPRIVILEGED = '1000:1000';

/** A task is replaced at any time; only what Prometheus has fetched is committed, so that its successor tells the rest. */
function command(props: UserEventsServiceProps, group: string, region: string): string[] {
  const { mskClusterArn, credentials, topicPrefix, ignoredNamespaces = [], renameTags = {} } = props;
  const namespace = props.cluster.defaultCloudMapNamespace;
  return [
    ...['events', 'serve', '--host', '0.0.0.0', '--port', String(PORT), '--commit', 'scraped'],
    ...['--brokers', props.brokers.join(','), '--group', group, '--preset', props.preset ?? 'openwhisk'],
    ...(namespace === undefined ? [] : ['--allow-host', `${SERVICE}.${namespace.namespaceName}`]),
    ...(topicPrefix === undefined ? [] : ['--topic-prefix', topicPrefix]),
    ...(mskClusterArn === undefined ? [] : ['--auth', 'iam', '--region', region]),
    ...(credentials === undefined ? [] : ['--auth', 'scram-sha-512', '--tls']),
    ...ignoredNamespaces.flatMap((namespace) => ['--ignore', namespace]),
    ...Object.entries(renameTags).flatMap(([tag, name]) => ['--rename', `${tag}=${name}`]),
  ];
}

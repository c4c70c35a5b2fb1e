import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Connections, type IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, FargateService, FargateTaskDefinition, type ICluster } from 'aws-cdk-lib/aws-ecs';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { byDigest, DEFAULT_SYSTEM, LOKI, realmNames, STACK_IMAGES } from '../../contract';
import { acknowledge, arnInFinding } from '../acknowledge';
import { ConstructError } from '../construct-error';
import { addFolders, type ServiceFile } from '../fleet/task-folders';
import { RETAINED } from '../retained';
import { serviceLogging } from '../service-logging';
import { serviceSecurityGroup } from '../service-security-group';
import { checkRealm } from '../worker-monitor';

export interface LokiServiceProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Where the service runs; by its default Cloud Map namespace others find it as `loki`. */
  readonly cluster: ICluster;

  /** Its configuration: `lokiServiceFiles()` of `tiltmeter/stack`. */
  readonly files: readonly ServiceFile[];

  /**
   * Where S3 logs each request to the bucket.
   * @default - nowhere
   */
  readonly accessLogs?: IBucket;

  /**
   * What happens to the bucket when the construct goes.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * @default - the version that the configuration is for, from Docker Hub
   */
  readonly image?: ContainerImage;

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

/**
 * One Loki on Fargate that keeps everything in S3. It asks nobody who they are: let only collectors and Grafana in.
 * When its task is replaced it writes what it holds to S3 first; when the task is lost, the last minutes are too.
 */
export class LokiService extends Construct implements IConnectable {
  readonly service: FargateService;
  readonly bucket: Bucket;

  /** Allow a collector or Grafana in: `loki.connections.allowDefaultPortFrom(grafana.service)`. */
  readonly connections: Connections;

  /** Address inside the network, for collectors and data sources. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: LokiServiceProps) {
    super(scope, id);
    const { realm, system = DEFAULT_SYSTEM, cluster } = props;
    checkRealm(this, props);
    const namespace = cluster.defaultCloudMapNamespace;
    if (!namespace) {
      throw new ConstructError(
        this,
        'cluster: got one without a default Cloud Map namespace, by which others find Loki; give it one',
      );
    }
    const { loki } = realmNames(realm, system);
    this.url = `http://loki.${namespace.namespaceName}:${LOKI.port}`;
    this.bucket = this.newBucket(props);
    this.service = new FargateService(this, 'Service', {
      cluster,
      serviceName: loki,
      securityGroups: [serviceSecurityGroup(this, cluster.vpc)],
      taskDefinition: this.newTask(props, loki),
      desiredCount: 1,
      // one at a time: two compactors would delete from under each other
      minHealthyPercent: 0,
      maxHealthyPercent: 100,
      circuitBreaker: { enable: true, rollback: true },
      cloudMapOptions: { name: 'loki', containerPort: LOKI.port },
    });
    this.connections = new Connections({
      securityGroups: this.service.connections.securityGroups,
      defaultPort: Port.tcp(LOKI.port),
    });
  }

  private newTask(props: LokiServiceProps, family: string): FargateTaskDefinition {
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/ecs/${family}`,
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logging = serviceLogging(logGroup, 'loki');
    const task = new FargateTaskDefinition(this, 'Task', {
      family,
      cpu: CPU_UNITS,
      memoryLimitMiB: MEMORY_MIB,
      ephemeralStorageGiB: DISK_GIB,
    });
    const container = task.addContainer('loki', {
      image: props.image ?? ContainerImage.fromRegistry(byDigest(STACK_IMAGES.loki)),
      command: [`-config.file=${LOKI.configPath}/loki.yml`, '-config.expand-env=true', '-target=all'],
      environment: {
        [LOKI.env.bucket]: this.bucket.bucketName,
        [LOKI.env.region]: Stack.of(this).region,
      },
      portMappings: [{ name: 'http', containerPort: LOKI.port }],
      // there is no shell in the image
      healthCheck: {
        command: ['CMD', '/usr/bin/loki', '-health', `-health.url=http://localhost:${LOKI.port}/ready`],
        startPeriod: Duration.minutes(1),
      },
      logging,
      readonlyRootFilesystem: true,
      user: `${LOKI.user}:${LOKI.user}`,
      // the most that Fargate gives, for writing to S3 what is in memory
      stopTimeout: Duration.minutes(2),
    });
    addFolders(
      task,
      container,
      [
        { path: LOKI.configPath, files: props.files },
        { path: LOKI.dataPath, owner: LOKI.user },
        { path: '/tmp', owner: LOKI.user },
      ],
      logging,
    );
    this.grantObjects(task.taskRole);
    return task;
  }

  /** By Loki's documentation; not `grantReadWrite`, which also reads how the bucket is set up. */
  private grantObjects(taskRole: IRole): void {
    const objects = this.bucket.arnForObjects('*');
    const allow = (actions: string[], resource: string) =>
      taskRole.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource] }));
    allow(['s3:ListBucket'], this.bucket.bucketArn);
    allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], objects);
    acknowledge(taskRole, {
      [`AwsSolutions::AwsSolutions-IAM5[Resource::${arnInFinding(this, objects)}]`]:
        'the bucket is its own, and Loki names the objects',
    });
  }

  private newBucket({ accessLogs, removalPolicy = RETAINED }: LokiServiceProps): Bucket {
    const bucket = new Bucket(this, 'Chunks', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy,
      // retention is Loki's business, which knows what is in an object
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
      ...(accessLogs && { serverAccessLogsBucket: accessLogs, serverAccessLogsPrefix: 'loki/' }),
    });
    if (!accessLogs) {
      acknowledge(bucket, {
        'AwsSolutions::AwsSolutions-S1':
          "Loki's role alone reads and writes it, and whoever queries is known to Grafana; accessLogs turns it on",
      });
    }
    return bucket;
  }
}

// --- internal ---

/** A fleet of some hundred instances; a bigger one needs Loki in its distributed form. */
const CPU_UNITS = 1_024;
const MEMORY_MIB = 4_096;
/** For the write-ahead log, the index of the day and the caches. */
const DISK_GIB = 50;

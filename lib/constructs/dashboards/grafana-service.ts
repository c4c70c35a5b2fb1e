import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import {
  ContainerImage,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  type LogDriver,
  Secret as SecretValue,
} from 'aws-cdk-lib/aws-ecs';
import { type AccessPoint, FileSystem, ThroughputMode } from 'aws-cdk-lib/aws-efs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { byDigest, DEFAULT_SYSTEM, GRAFANA, realmNames, STACK_IMAGES } from '../../contract';
import { acknowledge } from '../acknowledge';
import { addFolders, type ServiceFile } from '../fleet/task-folders';
import { RETAINED } from '../retained';
import { serviceLogging } from '../service-logging';
import { serviceSecurityGroup } from '../service-security-group';
import { checkRealm } from '../worker-monitor';
import { grantGrafana } from './grafana-access';

export interface GrafanaServiceProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Where the service runs. */
  readonly cluster: ICluster;

  /** Data sources, rules, contact points and dashboards: `grafanaFiles()` of `tiltmeter/stack`. */
  readonly files: readonly ServiceFile[];

  /** Of the load balancer, which speaks HTTPS only. */
  readonly certificate: ICertificate;

  /**
   * Name under which browsers find it, such as `grafana.example.com`; its DNS record is yours to make.
   * @default - the load balancer's own
   */
  readonly domainName?: string;

  /**
   * Whether it has a public address; nobody gets in before `connections` allows it in either case.
   * @default false
   */
  readonly internetFacing?: boolean;

  /**
   * Topics that its contact points publish to.
   * @default - none
   */
  readonly alertTopics?: readonly ITopic[];

  /**
   * Where the load balancer logs each request; the stack needs a region for it.
   * @default - nowhere
   */
  readonly accessLogs?: IBucket;

  /**
   * What happens to users and their settings when the construct goes; everything else comes from `files`.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * @default - the version that the files are for, from Docker Hub
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

/** Grafana on Fargate: dashboards, rules and data sources come from files, only users from its own database. */
export class GrafanaService extends Construct implements IConnectable {
  readonly service: FargateService;
  readonly loadBalancer: ApplicationLoadBalancer;

  /** Password of the user `admin`; Grafana reads it when it starts for the first time. */
  readonly adminPassword: ISecret;

  /** Allow people in: `grafana.connections.allowDefaultPortFrom(Peer.ipv4('10.0.0.0/8'))`. */
  readonly connections: Connections;

  /** Address for browsers. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: GrafanaServiceProps) {
    super(scope, id);
    const { realm, system = DEFAULT_SYSTEM, cluster } = props;
    checkRealm(this, props);
    const names = realmNames(realm, system);
    this.adminPassword = this.newPassword();
    this.loadBalancer = this.newLoadBalancer(props, names.grafana);
    this.url = `https://${props.domainName ?? this.loadBalancer.loadBalancerDnsName}`;
    const fileSystem = new FileSystem(this, 'Data', {
      vpc: cluster.vpc,
      encrypted: true,
      enableAutomaticBackups: true,
      throughputMode: ThroughputMode.ELASTIC,
      removalPolicy: props.removalPolicy ?? RETAINED,
    });
    const taskRole = new Role(this, 'TaskRole', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    });
    grantGrafana(taskRole, { logGroupNames: [names.logGroup], alertTopics: props.alertTopics });
    this.service = new FargateService(this, 'Service', {
      cluster,
      serviceName: names.grafana,
      securityGroups: [serviceSecurityGroup(this, cluster.vpc)],
      taskDefinition: this.newTask(props, names.grafana, fileSystem, taskRole),
      desiredCount: 1,
      // one at a time: its database is a file
      minHealthyPercent: 0,
      maxHealthyPercent: 100,
      circuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriod: Duration.minutes(2),
    });
    fileSystem.connections.allowDefaultPortFrom(this.service);
    const listener = this.loadBalancer.addListener('Https', {
      port: 443,
      certificates: [props.certificate],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      open: false,
    });
    listener.addTargets('Grafana', {
      port: GRAFANA.port,
      protocol: ApplicationProtocol.HTTP,
      targets: [this.service],
      healthCheck: { path: '/api/health' },
      deregistrationDelay: Duration.seconds(30),
    });
    this.connections = listener.connections;
  }

  private newTask(
    props: GrafanaServiceProps,
    family: string,
    fileSystem: FileSystem,
    taskRole: Role,
  ): FargateTaskDefinition {
    const task = new FargateTaskDefinition(this, 'Task', {
      family,
      taskRole,
      cpu: CPU_UNITS,
      memoryLimitMiB: MEMORY_MIB,
    });
    const logging = this.newLogging(family, props.logRetention);
    const container = task.addContainer('grafana', {
      image: props.image ?? ContainerImage.fromRegistry(byDigest(STACK_IMAGES.grafana)),
      environment: {
        AWS_REGION: Stack.of(this).region,
        GF_SERVER_ROOT_URL: this.url,
        GF_PATHS_DATA: DATA_PATH,
        GF_LOG_MODE: 'console',
        GF_LOG_LEVEL: 'warn',
        GF_ANALYTICS_REPORTING_ENABLED: 'false',
        GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
        // what the data sources need is in the image; a start must not depend on a download
        GF_PLUGINS_PREINSTALL_DISABLED: 'true',
        GF_SECURITY_COOKIE_SECURE: 'true',
        GF_SECURITY_STRICT_TRANSPORT_SECURITY: 'true',
      },
      secrets: { GF_SECURITY_ADMIN_PASSWORD: SecretValue.fromSecretsManager(this.adminPassword) },
      portMappings: [{ name: 'http', containerPort: GRAFANA.port }],
      logging,
      readonlyRootFilesystem: true,
      user: GRAFANA.user,
    });
    addFolders(
      task,
      container,
      [
        { path: GRAFANA.provisioningPath, files: under('grafana/provisioning/', props.files) },
        { path: GRAFANA.dashboardPath, files: under('grafana/dashboards/', props.files) },
        { path: '/tmp', owner: GRAFANA.user },
      ],
      logging,
    );
    const accessPoint = addDataVolume(task, fileSystem);
    container.addMountPoints({ sourceVolume: 'data', containerPath: DATA_PATH, readOnly: false });
    taskRole.addToPolicy(
      new PolicyStatement({
        actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        resources: [fileSystem.fileSystemArn],
        conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPoint.accessPointArn } },
      }),
    );
    return task;
  }

  private newLogging(family: string, retention = RetentionDays.ONE_MONTH): LogDriver {
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/ecs/${family}`,
      retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return serviceLogging(logGroup, 'grafana');
  }

  private newPassword(): Secret {
    const secret = new Secret(this, 'AdminPassword', {
      description: "Password of Grafana's user admin",
      generateSecretString: { passwordLength: 32, excludePunctuation: true },
    });
    acknowledge(secret, {
      'AwsSolutions::AwsSolutions-SMG4':
        'Grafana reads it when it starts for the first time; a rotated one would be another than the one in force',
    });
    return secret;
  }

  private newLoadBalancer(props: GrafanaServiceProps, name: string): ApplicationLoadBalancer {
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.cluster.vpc,
      internetFacing: props.internetFacing ?? false,
      dropInvalidHeaderFields: true,
    });
    if (props.accessLogs) loadBalancer.logAccessLogs(props.accessLogs, name);
    else {
      acknowledge(loadBalancer, {
        'AwsSolutions::AwsSolutions-ELB2': 'Grafana knows who asks, behind its login; accessLogs turns it on',
      });
    }
    return loadBalancer;
  }
}

// --- internal ---

const CPU_UNITS = 512;
const MEMORY_MIB = 1_024;

/** Not the image's own folder, in which the dashboards are mounted. */
const DATA_PATH = '/data';

/** The files of one folder, by their paths in it. */
function under(folder: string, files: readonly ServiceFile[]): ServiceFile[] {
  return files
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, text }) => ({ path: path.slice(folder.length), text }));
}

/** A directory of the file system as Grafana's user, over TLS and by the task's role alone. */
function addDataVolume(task: FargateTaskDefinition, fileSystem: FileSystem): AccessPoint {
  const { user } = GRAFANA;
  const accessPoint = fileSystem.addAccessPoint('Grafana', {
    path: '/grafana',
    createAcl: { ownerUid: user, ownerGid: user, permissions: '750' },
    posixUser: { uid: user, gid: user },
  });
  task.addVolume({
    name: 'data',
    efsVolumeConfiguration: {
      fileSystemId: fileSystem.fileSystemId,
      transitEncryption: 'ENABLED',
      authorizationConfig: { accessPointId: accessPoint.accessPointId, iam: 'ENABLED' },
    },
  });
  return accessPoint;
}

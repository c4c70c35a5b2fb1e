import { type App, Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { PrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import {
  AlertRouting,
  AlertTopic,
  GrafanaService,
  GrafanaWorkspace,
  HostMonitor,
  JobDispatcher,
  JobMonitor,
  LambdaMonitor,
  LogKey,
  LokiService,
  QueueMonitor,
  RealmLogs,
  ServiceFleet,
  UserEventsLambda,
  UserEventsService,
  WorkerAgentConfig,
  WorkerFleet,
} from '../../lib';
import { grafanaFiles, lokiServiceFiles } from '../../lib/stack';
import { OPTIONS } from '../stack/fixture';

/** What a team may import that no realm file of this repository asks for, in one stack. */
export function everyConstruct(app: App): Stack {
  const stack = new Stack(app, 'every-construct');
  const place = { realm: 'dev', system: 'acme' };
  const topic = new AlertTopic(stack, 'Page', { ...place, severity: 'page', emails: ['oncall@example.com'] });
  topic.subscribe(SubscriptionProtocol.HTTPS, 'https://alerts.example.com/page');
  const alerts = AlertRouting.to({ page: topic.topic });
  const worker = { ...place, worker: 'core', alerts };
  const encryptionKey = new LogKey(stack, 'LogKey', { logGroupNames: ['/var/log/acme/dev'] });
  const { logGroup } = new RealmLogs(stack, 'Logs', { ...place, encryptionKey });
  const { queue } = new QueueMonitor(stack, 'Queue', { ...worker, depth: 10 });

  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0fedcba9876543210'],
    privateSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0fedcba9876543210'],
  });
  const agentConfig = new WorkerAgentConfig(stack, 'Agent', { ...worker, hostMetrics: true }).parameter;
  const fleet = new WorkerFleet(stack, 'Fleet', {
    ...worker,
    ...{ vpc, queue, logGroup, agentConfig },
    command: '/opt/worker',
    maxInstances: 4,
    backlogPerInstance: 10,
    docker: true,
  });
  new HostMonitor(stack, 'Hosts', { ...worker, fleet: fleet.autoScalingGroup });

  const dispatcher = new JobDispatcher(stack, 'Dispatcher', {
    ...place,
    queues: { core: queue },
    schedules: [
      {
        name: 'nightly',
        job: 'cmd/nightly',
        worker: 'core',
        schedule: ScheduleExpression.rate(Duration.days(1)),
      },
    ],
    triggers: [{ bucket: Bucket.fromBucketName(stack, 'Inbox', 'inbox'), job: 'cmd/load', worker: 'core' }],
  });
  new LambdaMonitor(stack, 'DispatcherMonitor', { function: dispatcher.function, name: 'dispatch', alerts });
  new JobMonitor(stack, 'Nightly', { ...place, job: 'cmd/nightly', alerts });

  const clusterArn = 'arn:aws:kafka:eu-west-1:123456789012:cluster/events/0b7c-1';
  const cluster = Cluster.fromClusterAttributes(stack, 'Cluster', {
    clusterName: 'events',
    vpc,
    defaultCloudMapNamespace: PrivateDnsNamespace.fromPrivateDnsNamespaceAttributes(stack, 'Namespace', {
      namespaceName: 'acme.local',
      namespaceId: 'ns-0123456789abcdef',
      namespaceArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-0123456789abcdef',
    }),
  });
  new UserEventsLambda(stack, 'UserEvents', { ...place, clusterArn });
  new UserEventsService(stack, 'UserEventsService', {
    ...place,
    cluster,
    image: ContainerImage.fromRegistry('registry.example.com/tiltmeter:1'),
    brokers: ['b-1.example.com:9098'],
    mskClusterArn: clusterArn,
  });

  new ServiceFleet(stack, 'Service', {
    ...worker,
    ...{ worker: 'light', cluster, queue, logGroup },
    image: ContainerImage.fromRegistry('registry.example.com/worker:1'),
    maxTasks: 4,
    backlogPerTask: 10,
  });

  const loki = new LokiService(stack, 'Loki', { ...place, cluster, files: lokiServiceFiles() });
  const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/0b7c-1';
  const grafana = new GrafanaService(stack, 'Grafana', {
    ...place,
    cluster,
    files: grafanaFiles(OPTIONS, { loki: { name: 'Loki', url: loki.url } }),
    certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificateArn),
    alertTopics: [topic.topic],
  });
  loki.connections.allowDefaultPortFrom(grafana.service);
  new GrafanaWorkspace(stack, 'GrafanaWorkspace', { ...place, alertTopics: [topic.topic] });
  return stack;
}

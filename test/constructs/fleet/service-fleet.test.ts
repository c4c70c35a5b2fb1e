import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ServiceFleet, type ServiceFleetProps } from '../../../lib';
import { iamStatements } from '../../iam-statements';

function synthesise(props: Partial<ServiceFleetProps> = {}): Template {
  const stack = new Stack(new App(), 'Realm');
  new ServiceFleet(stack, 'Fleet', {
    realm: 'dev',
    worker: 'core',
    cluster: new Cluster(stack, 'Cluster', { vpc: new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 }) }),
    image: ContainerImage.fromRegistry('registry.example.com/worker:1'),
    queue: new Queue(stack, 'Queue'),
    logGroup: new LogGroup(stack, 'Logs'),
    ...props,
  });
  return Template.fromStack(stack);
}

const plain = synthesise();

test("records go to the realm's group in streams of the worker, and a full buffer stops no job", () => {
  plain.hasResourceProperties('AWS::ECS::TaskDefinition', {
    Family: 'lava-dev-core',
    ContainerDefinitions: [
      Match.objectLike({
        Name: 'worker',
        LogConfiguration: {
          LogDriver: 'awslogs',
          Options: {
            'awslogs-group': { Ref: Match.stringLikeRegexp('^Logs') },
            'awslogs-stream-prefix': 'core',
            'awslogs-region': { Ref: 'AWS::Region' },
            mode: 'non-blocking',
            'max-buffer-size': '26214400b',
          },
        },
        StopTimeout: 120,
      }),
    ],
  });
});

test('a worker is told its realm, its name and its queue', () => {
  synthesise({ system: 'acme', environment: { MODE: 'fast' } }).hasResourceProperties(
    'AWS::ECS::TaskDefinition',
    {
      ContainerDefinitions: [
        Match.objectLike({
          Environment: [
            { Name: 'TILTMETER_SYSTEM', Value: 'acme' },
            { Name: 'ACME_REALM', Value: 'dev' },
            { Name: 'ACME_WORKER', Value: 'core' },
            { Name: 'QUEUE_URL', Value: { Ref: Match.stringLikeRegexp('^Queue') } },
            { Name: 'MODE', Value: 'fast' },
          ],
        }),
      ],
    },
  );
});

test('a worker that sends its records itself is told where to', () => {
  synthesise({ system: 'acme', logRoute: 'otlp' }).hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [
      Match.objectLike({
        Environment: Match.arrayWith([
          { Name: 'AWS_REGION', Value: { Ref: 'AWS::Region' } },
          {
            Name: 'ACME_LOG',
            Value: { 'Fn::Join': ['', ['otlp:cloudwatch:', { Ref: Match.stringLikeRegexp('^Log') }]] },
          },
        ]),
      }),
    ],
  });
});

test('a worker that sends its metrics by OTLP may publish to any namespace, since such a request has none', () => {
  const template = synthesise({ metricsByOtlp: true });
  const rights = iamStatements(template).filter(({ Action }) => Action === 'cloudwatch:PutMetricData');
  expect(rights.map(({ Condition }) => Condition)).toEqual([undefined]);
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [
      Match.objectLike({
        Environment: Match.arrayWith([
          { Name: 'LAVA_METRICS_OTLP', Value: 'true' },
          {
            Name: 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
            Value: {
              'Fn::Join': [
                '',
                [
                  'https://monitoring.',
                  { Ref: 'AWS::Region' },
                  '.',
                  { Ref: 'AWS::URLSuffix' },
                  '/v1/metrics',
                ],
              ],
            },
          },
        ]),
      }),
    ],
  });
});

test('a task may take jobs from its queue, write records and publish into its namespace', () => {
  const rights = iamStatements(plain)
    .filter(({ logicalId }) => logicalId.startsWith('FleetTaskTaskRole'))
    .map(({ Action, Condition }) => [[Action].flat()[0], Condition]);
  expect(rights).toEqual([
    ['sqs:ReceiveMessage', undefined],
    ['logs:CreateLogStream', undefined],
    ['cloudwatch:PutMetricData', { StringEquals: { 'cloudwatch:namespace': 'Lava' } }],
  ]);
});

test('a new version that does not start is rolled back', () => {
  plain.hasResourceProperties('AWS::ECS::Service', {
    ServiceName: 'lava-dev-core',
    DesiredCount: 1,
    DeploymentConfiguration: {
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      MinimumHealthyPercent: 100,
    },
  });
  plain.resourceCountIs('AWS::ApplicationAutoScaling::ScalingPolicy', 0);
});

test('a backlog target scales on messages for each running task', () => {
  const template = synthesise({ minTasks: 2, maxTasks: 6, backlogPerTask: 10 });
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity: 2,
    MaxCapacity: 6,
    ScalableDimension: 'ecs:service:DesiredCount',
  });
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 10,
      CustomizedMetricSpecification: {
        Metrics: [
          Match.objectLike({ Id: 'depth' }),
          Match.objectLike({
            Id: 'tasks',
            MetricStat: Match.objectLike({
              Stat: 'SampleCount',
              Metric: Match.objectLike({ MetricName: 'CPUUtilization' }),
            }),
          }),
          { Id: 'backlog', ReturnData: true, Expression: 'depth / IF(FILL(tasks, 0) > 0, tasks, 1)' },
        ],
      },
    },
  });
});

test.each<[Partial<ServiceFleetProps>, string]>([
  [{ minTasks: 0 }, 'minTasks: too few, got 0, allowed: 1 or more'],
  [{ minTasks: 3, maxTasks: 2 }, 'maxTasks: too few, got 2, allowed: 3 or more'],
  [
    { backlogPerTask: 5 },
    'backlogPerTask: nothing to scale, got 1 as minTasks and as maxTasks, allowed: more maxTasks, or no backlogPerTask',
  ],
  [
    { drainTimeout: Duration.minutes(5) },
    'drainTimeout: longer than Fargate waits, got 300s, allowed: up to 2m',
  ],
  [{ minTasks: 1.5 }, 'minTasks: not a whole number, got 1.5, allowed: 1 or more'],
  [{ worker: 'x' }, "worker: not a worker name, got 'x', allowed: "],
])('%j is refused', (props, problem) => {
  expect(() => synthesise(props)).toThrow(`Realm/Fleet: ${problem}`);
});

import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { CfnServerlessCluster } from 'aws-cdk-lib/aws-msk';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { blockingContainers } from '../blocking-logs';
import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { EVENTS_VERB } from '../../../lib/cli/events/events-verb';
import {
  UserEventsLambda,
  type UserEventsLambdaProps,
} from '../../../lib/constructs/user-events/user-events-lambda';
import {
  UserEventsService,
  type UserEventsServiceProps,
} from '../../../lib/constructs/user-events/user-events-service';

const CLUSTER = 'arn:aws:kafka:eu-west-1:123456789012:cluster/fleet/0b7c-1';
const env = { account: '123456789012', region: 'eu-west-1' };

const newStack = () => new Stack(new App(), 'Realm', { env });

/** Actions to resources of every statement of the kafka-cluster service. */
function kafkaRights(template: Template): Record<string, string> {
  const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement as { Action: string[]; Resource: string }[],
  );
  return Object.fromEntries(
    statements
      .filter(({ Action }) => String(Action).startsWith('kafka-cluster:'))
      .flatMap(({ Action, Resource }) =>
        Action.map((action) => [action.replace('kafka-cluster:', ''), Resource]),
      ),
  );
}

describe('UserEventsLambda', () => {
  function synthesise(props: Partial<UserEventsLambdaProps> = {}, stack = newStack()): Template {
    new UserEventsLambda(stack, 'UserEvents', { realm: 'dev', clusterArn: CLUSTER, ...props });
    return Template.fromStack(stack);
  }

  test('reads the topic from its beginning in large batches, and keeps what fails', () => {
    synthesise({ topicPrefix: 'prod-' }).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: CLUSTER,
      Topics: ['prod-events'],
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 60,
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'lava-dev-user-events' },
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  test('may read this topic as this group, and nothing else of the cluster', () => {
    const of = (kind: string) => `arn:aws:kafka:eu-west-1:123456789012:${kind}/fleet/0b7c-1`;
    expect(kafkaRights(synthesise())).toEqual({
      Connect: CLUSTER,
      DescribeClusterDynamicConfiguration: CLUSTER,
      DescribeTopic: `${of('topic')}/events`,
      ReadData: `${of('topic')}/events`,
      DescribeGroup: `${of('group')}/lava-dev-user-events`,
      AlterGroup: `${of('group')}/lava-dev-user-events`,
    });
  });

  test('with a user and a password needs no IAM', () => {
    const stack = newStack();
    const template = synthesise({ credentials: new Secret(stack, 'Secret') }, stack);
    expect(kafkaRights(template)).toEqual({});
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: Match.anyValue() }],
    });
  });

  test('hands its options to the function', () => {
    synthesise({
      preset: 'jobs',
      namespace: 'Fleet',
      dimensions: ['task'],
      ignoredNamespaces: ['test'],
      renameTags: { job: 'task' },
    }).hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'lava-dev-user-events',
      Environment: {
        Variables: {
          USER_EVENTS_PRESET: 'jobs',
          USER_EVENTS_NAMESPACE: 'Fleet',
          USER_EVENTS_DIMENSIONS: '["task"]',
          USER_EVENTS_IGNORED_NAMESPACES: '["test"]',
          USER_EVENTS_RENAME_TAGS: '{"job":"task"}',
        },
      },
    });
  });

  test('takes a cluster of the same stack', () => {
    const stack = newStack();
    const cluster = new CfnServerlessCluster(stack, 'Cluster', {
      clusterName: 'fleet',
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfigs: [{ subnetIds: ['subnet-1', 'subnet-2'] }],
    });
    const template = synthesise({ clusterArn: cluster.attrArn }, stack);
    const resource = JSON.stringify(kafkaRights(template).ReadData);
    expect(resource).toContain('{"Fn::Split":[":cluster/",{"Fn::GetAtt":["Cluster","Arn"]}]}');
    expect(resource).toContain('/events');
  });

  test.each([
    [{ realm: 'Dev' }, "realm: not a realm name, got 'Dev'"],
    [
      { clusterArn: 'fleet' },
      "clusterArn: got 'fleet', allowed: arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID",
    ],
    [
      { preset: 'jobs' as const, dimensions: ['job'], renameTags: { job: 'task' } },
      "dimensions: no such label, got 'job', allowed: realm, dispatcher, task, kind, memory, status, exit_code, reason",
    ],
    [
      { renameTags: { actions: 'job' } },
      "renameTags: no such label, got 'actions', allowed: namespace, initiator, action, kind, memory, status, status_code, reason, did you mean 'action'",
    ],
  ])('refuses %j', (props, message) => {
    expect(() => synthesise(props)).toThrow(message);
  });
});

describe('UserEventsService', () => {
  function synthesise(props: Partial<UserEventsServiceProps> = {}, stack = newStack()): Template {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
    const cluster = new Cluster(stack, 'Cluster', { vpc, defaultCloudMapNamespace: { name: 'fleet.local' } });
    new UserEventsService(stack, 'UserEvents', {
      realm: 'dev',
      cluster,
      image: ContainerImage.fromRegistry('registry.example/tiltmeter:1'),
      brokers: ['b-1:9098', 'b-2:9098'],
      ...props,
    });
    return Template.fromStack(stack);
  }

  const container = (template: Template) =>
    Object.values(template.findResources('AWS::ECS::TaskDefinition'))[0]!.Properties.ContainerDefinitions[0];

  test('a log service that is away stops no container', () => {
    expect(blockingContainers(synthesise())).toEqual([]);
  });

  test('runs the consumer so that a task that is replaced loses nothing', () => {
    const { Command, EntryPoint } = container(
      synthesise({ mskClusterArn: CLUSTER, ignoredNamespaces: ['a', 'b'] }),
    );
    expect(EntryPoint).toEqual(['tiltmeter']);
    expect(Command.join(' ')).toBe(
      'events serve --host 0.0.0.0 --port 9095 --commit scraped --brokers b-1:9098,b-2:9098 --group lava-dev-user-events --preset openwhisk --allow-host user-events.fleet.local --auth iam --region eu-west-1 --ignore a --ignore b',
    );
  });

  test('its options are ones that the command line takes', () => {
    const { Command } = container(
      synthesise({
        mskClusterArn: CLUSTER,
        topicPrefix: 'x',
        ignoredNamespaces: ['a'],
        renameTags: { action: 'job' },
      }),
    );
    const given = (Command as string[]).filter((word) => word.startsWith('--')).map((word) => word.slice(2));
    expect(Object.keys(EVENTS_VERB.options)).toEqual(expect.arrayContaining(given));
  });

  test('writes nowhere, is nobody, and is healthy even while Kafka is away', () => {
    expect(container(synthesise())).toMatchObject({
      ReadonlyRootFilesystem: true,
      User: '1000:1000',
      HealthCheck: {
        Command: ['CMD', 'node', '-e', expect.stringContaining("'http://127.0.0.1:9095/metrics'")],
      },
      PortMappings: [{ ContainerPort: 9095, Name: 'metrics', Protocol: 'tcp' }],
    });
  });

  test('a user and a password come from the secret', () => {
    const stack = newStack();
    const { Command, Secrets } = container(synthesise({ credentials: new Secret(stack, 'Secret') }, stack));
    expect(Command.join(' ')).toMatch(/--auth scram-sha-512 --tls$/);
    expect(Secrets.map(({ Name }: { Name: string }) => Name)).toEqual(['KAFKA_USERNAME', 'KAFKA_PASSWORD']);
  });

  test('may read its topic as its group with IAM only', () => {
    expect(Object.keys(kafkaRights(synthesise()))).toEqual([]);
    expect(kafkaRights(synthesise({ mskClusterArn: CLUSTER })).AlterGroup).toBe(
      'arn:aws:kafka:eu-west-1:123456789012:group/fleet/0b7c-1/lava-dev-user-events',
    );
  });

  test('Prometheus finds it by name', () => {
    synthesise().hasResourceProperties('AWS::ServiceDiscovery::Service', { Name: 'user-events' });
  });

  test('a label that no metric has is refused', () => {
    expect(() => synthesise({ renameTags: { job: 'task' } })).toThrow(
      "renameTags: no such label, got 'job', allowed: namespace, initiator, action,",
    );
  });

  test('two ways to authenticate are one too many', () => {
    const stack = newStack();
    const credentials = new Secret(stack, 'Secret');
    expect(() => synthesise({ mskClusterArn: CLUSTER, credentials }, stack)).toThrow(
      'got mskClusterArn and credentials, allowed: one way to authenticate',
    );
  });
});

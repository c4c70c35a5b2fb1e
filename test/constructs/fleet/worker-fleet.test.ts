import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { WorkerFleet, type WorkerFleetProps } from '../../../lib/constructs/fleet';
import { iamStatements } from '../../iam-statements';

function synth(props: Partial<WorkerFleetProps> = {}): Template {
  const stack = new Stack(new App(), 'Realm');
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
  new WorkerFleet(stack, 'Fleet', {
    realm: 'dev',
    worker: 'core',
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    queue: new sqs.Queue(stack, 'Queue'),
    logGroup: new logs.LogGroup(stack, 'Logs'),
    agentConfig: new ssm.StringParameter(stack, 'AgentConfig', { stringValue: '{}' }),
    command: 'node /opt/worker/worker.js',
    minInstances: 2,
    maxInstances: 4,
    ...props,
  });
  return Template.fromStack(stack);
}

/** The user data as text, with every reference as `${Name}`. */
function userData(template: Template): string {
  const [launchTemplate] = Object.values(template.findResources('AWS::EC2::LaunchTemplate'));
  const encoded = launchTemplate!.Properties.LaunchTemplateData.UserData['Fn::Base64'];
  return encoded['Fn::Join'][1]
    .map((part: unknown) => (typeof part === 'string' ? part : `\${${JSON.stringify(part)}}`))
    .join('');
}

const plain = synth();

test('systemd reads a variable of any text as it is meant', () => {
  const text = userData(synth({ environment: { GREETING: 'say "hi" \\o/ for $5', MODE: 'fast' } }));
  expect(text).toContain('\nGREETING="say \\"hi\\" \\\\o/ for \\$5"\nMODE=fast\n');
});

test('instances take IMDSv2 only, have encrypted disks and no way in', () => {
  plain.hasResourceProperties('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: {
      MetadataOptions: { HttpTokens: 'required' },
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, VolumeType: 'gp3' } }],
      KeyName: Match.absent(),
    },
  });
  plain.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
});

test('the image is made for the processor of the instance type', () => {
  const image = (type: string) => {
    const parameters = synth({ instanceType: new ec2.InstanceType(type) }).findParameters('*');
    return Object.values(parameters).map(({ Default }) => String(Default).match(/arm64|x86_64/)?.[0]);
  };
  expect(image('m7g.large')).toContain('arm64');
  expect(image('g4dn.xlarge')).toContain('x86_64');
});

test('the group has the name and the size of the contract and publishes one metric', () => {
  plain.hasResource('AWS::AutoScaling::AutoScalingGroup', {
    Properties: {
      AutoScalingGroupName: 'lava-dev-core',
      MinSize: '2',
      MaxSize: '4',
      MetricsCollection: [{ Granularity: '1Minute', Metrics: ['GroupInServiceInstances'] }],
    },
    CreationPolicy: { ResourceSignal: { Count: 2, Timeout: 'PT15M' } },
    UpdatePolicy: {
      AutoScalingRollingUpdate: { MaxBatchSize: 1, MinInstancesInService: 2, WaitOnResourceSignals: true },
    },
  });
});

test('a machine is not judged while it boots, and one that is replaced goes last', () => {
  plain.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 300,
    InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110 },
  });
});

test('no log of the machine is in two files of logrotate', () => {
  expect(userData(plain)).toContain('/dev/stdin /etc/logrotate.d/rsyslog <<');
  expect(userData(plain).match(/logrotate\.d/g)).toHaveLength(1);
});

test('a terminating instance is drained first', () => {
  plain.hasResourceProperties('AWS::AutoScaling::LifecycleHook', {
    LifecycleHookName: 'drain',
    LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    HeartbeatTimeout: 1800,
    DefaultResult: 'CONTINUE',
  });
  expect(userData(plain)).toContain('complete-lifecycle-action');
});

test('of every resource the role may open sessions and publish metrics into two namespaces, and nothing else', () => {
  const wide = iamStatements(plain).filter(({ Resource }) => Resource === '*');
  expect(wide.map(({ Action, Condition }) => [Action, Condition])).toEqual([
    [
      [
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      undefined,
    ],
    ['cloudwatch:PutMetricData', { StringEquals: { 'cloudwatch:namespace': ['Lava', 'CWAgent'] } }],
  ]);
});

test('the only parameter that a machine may read is the configuration of its agent', () => {
  plain.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  const reads = iamStatements(plain).filter(({ Action }) => String(Action).includes('ssm:GetParameter'));
  expect(reads.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
    expect.stringContaining(':parameter/",{"Ref":"AgentConfig'),
  ]);
});

test('user data starts with the interpreter and reports its outcome to the stack', () => {
  const script = userData(plain);
  expect(script.startsWith('#!/bin/bash\nset -euo pipefail\ntrap ')).toBe(true);
  expect(script).toContain('--resource FleetGroupASG');
});

test('a worker without a backlog target is not scaled', () => {
  plain.resourceCountIs('AWS::AutoScaling::ScalingPolicy', 0);
});

test('a backlog target scales on messages for each instance in service', () => {
  synth({ backlogPerInstance: 5 }).hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingConfiguration: {
      TargetValue: 5,
      CustomizedMetricSpecification: {
        Metrics: [
          Match.objectLike({ Id: 'depth' }),
          Match.objectLike({ Id: 'inService' }),
          { Id: 'backlog', ReturnData: true, Expression: 'depth / IF(FILL(inService, 0) > 0, inService, 1)' },
        ],
      },
    },
  });
});

test('docker is installed for a worker that asks for it, and for no other', () => {
  expect(userData(synth({ docker: true }))).toContain('usermod -aG docker lava-core');
  expect(userData(plain)).not.toContain('docker');
});

test('a watchdog is set only on demand', () => {
  expect(userData(synth({ watchdog: Duration.minutes(2) }))).toContain('WatchdogSec=120\nNotifyAccess=all');
  expect(userData(plain)).not.toContain('WatchdogSec');
});

test('a maximum below the minimum is refused', () => {
  expect(() => synth({ minInstances: 3, maxInstances: 2 })).toThrow(
    'Realm/Fleet: maxInstances: too few, got 2, allowed: 3 or more',
  );
});

test('a fleet of one size cannot be scaled', () => {
  expect(() => synth({ minInstances: 2, maxInstances: 2, backlogPerInstance: 10 })).toThrow(
    'Realm/Fleet: backlogPerInstance: nothing to scale, got 2 as minInstances and as maxInstances, allowed: more maxInstances, or no backlogPerInstance',
  );
});

test.each<[string, Partial<WorkerFleetProps>, string]>([
  ['less than no machine', { minInstances: -1 }, 'minInstances: too few, got -1, allowed: 0 or more'],
  ['half a machine', { minInstances: 0.5 }, 'minInstances: not a whole number, got 0.5, allowed: 0 or more'],
  [
    'a backlog below zero',
    { backlogPerInstance: -5 },
    'backlogPerInstance: too few, got -5, allowed: 0 (off) or more',
  ],
  ['no command', { command: ' ' }, "command: not a command, got ' ', allowed: one line of shell"],
  [
    'a command that would go on in the script that writes it',
    { command: 'worker\nEND_OF_FILE\nrm -rf /' },
    'command: not a command, got ',
  ],
  [
    'a variable that would bring another',
    { environment: { GREETING: 'hello\nPATH=/tmp' } },
    "environment: not a variable of one line, got 'GREETING', " +
      'allowed: letters, digits and _, and a value without line breaks',
  ],
  [
    'a fleet whose records nobody collects',
    { agentConfig: undefined },
    "agentConfig: absent, allowed: with logRoute 'otlp'",
  ],
  [
    'a copy of records that the worker sends itself',
    { logRoute: 'otlp' as const, copyToMessages: true },
    "copyToMessages: of records that do not pass there, allowed: with logRoute 'agent'",
  ],
  [
    'more setup than user data holds',
    { setup: ['#'.repeat(16_000)] },
    'setup: user data too long, got about ',
  ],
  [
    'a drain that the lifecycle hook does not wait for',
    { drainTimeout: Duration.hours(3) },
    'drainTimeout: out of range, got 3h, allowed: 30s to 2h',
  ],
])('%s is refused', (_, props, problem) => {
  expect(() => synth(props)).toThrow(`Realm/Fleet: ${problem}`);
});

test('a name outside the grammar is refused', () => {
  expect(() => synth({ worker: 'Core' })).toThrow(
    "Realm/Fleet: worker: not a worker name, got 'Core', allowed: ",
  );
});

describe('a fleet that exists already', () => {
  const existing = (backlogPerInstance?: number) => {
    const stack = new Stack(new App(), 'Realm');
    const fleet = WorkerFleet.fromAutoScalingGroup(stack, 'Fleet', {
      realm: 'dev',
      worker: 'core',
      autoScalingGroup: AutoScalingGroup.fromAutoScalingGroupName(stack, 'Group', 'theirs'),
      role: new Role(stack, 'Theirs', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
      queue: new sqs.Queue(stack, 'Queue'),
      logGroup: new logs.LogGroup(stack, 'Logs'),
      agentConfig: new ssm.StringParameter(stack, 'AgentConfig', { stringValue: '{}' }),
      backlogPerInstance,
    });
    return { fleet, template: Template.fromStack(stack) };
  };

  test('gets the rights of a worker and nothing else', () => {
    const { fleet, template } = existing();
    expect(fleet.autoScalingGroup.autoScalingGroupName).toBe('theirs');
    expect(
      iamStatements(template)
        .filter(({ logicalId }) => logicalId.startsWith('TheirsDefaultPolicy'))
        .map(({ Action }) => [Action].flat()[0]),
    ).toEqual([
      'sqs:ReceiveMessage',
      'logs:CreateLogStream',
      'ssm:DescribeParameters',
      'cloudwatch:PutMetricData',
    ]);
    const types = Object.values(template.toJSON().Resources as { Type: string }[]).map(({ Type }) => Type);
    expect(types.sort()).toEqual([
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Logs::LogGroup',
      'AWS::SQS::Queue',
      'AWS::SSM::Parameter',
    ]);
  });

  test('scales on its backlog on demand', () => {
    existing(20).template.hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      AutoScalingGroupName: 'theirs',
      TargetTrackingConfiguration: { TargetValue: 20 },
    });
  });
});

import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { RealmConfig } from '../../lib/realm';
import { parseIncident, readTemplates, rehearse } from '../../lib/rehearsal';
import { iamStatements } from '../iam-statements';
import { dev, prod, small, templateOf } from './realm-template';
import { config, file } from './realm-text';

test('a fleet is created for the worker with a command, with the settings of the file', () => {
  const template = templateOf(prod);
  template.resourceCountIs('AWS::AutoScaling::AutoScalingGroup', 1);
  template.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
    AutoScalingGroupName: 'lava-prod-core',
    MinSize: '3',
    MaxSize: '10',
    VPCZoneIdentifier: ['subnet-0123456789abcdef0', 'subnet-0fedcba9876543210'],
  });
  template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: { InstanceType: 'm6i.large' },
  });
  template.hasResourceProperties('AWS::EC2::SecurityGroup', { VpcId: 'vpc-0123456789abcdef0' });
  const userData = JSON.stringify(template.findResources('AWS::EC2::LaunchTemplate'));
  for (const part of [
    '/opt/lava/bin/lava-worker --realm prod',
    'artifacts.example.com',
    'LAVA_CW_METRICS_JOB=true',
  ])
    expect(userData).toContain(part);
});

test('its machines may record runs where there is a table for them', () => {
  const [statement] = iamStatements(templateOf(prod)).filter(
    ({ Action }) => [Action].flat()[0] === 'dynamodb:PutItem',
  );
  expect(statement).toMatchObject({
    logicalId: 'WorkercoreMachinesRoleDefaultPolicy36BEA446',
    Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Events/), 'Arn'] },
  });
});

test('machines are measured by their agents where the file has limits for them', () => {
  const [core, gpu] = dev.workers;
  const realm = {
    ...small,
    workers: [{ ...core!, host: { cpu: 90, forSeconds: 600, memory: 80, swap: 0 } }, gpu!],
  };
  const measured = templateOf(realm);
  measured.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'lava-dev-core-memory',
    Threshold: 80,
    EvaluationPeriods: 10,
  });
  measured.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'lava-dev-core-cpu',
    Threshold: 90,
    Period: core!.fleet.created ? 60 : 300,
  });
  const agents = Object.values(measured.findResources('AWS::SSM::Parameter'))
    .filter(({ Properties }) => Properties.Name.endsWith('/cloudwatch-agent'))
    .map(({ Properties }) => [Properties.Name, 'metrics' in JSON.parse(Properties.Value)]);
  expect(agents).toEqual([
    ['/lava/dev/core/cloudwatch-agent', true],
    ['/lava/dev/gpu/cloudwatch-agent', false],
  ]);
});

describe("heartbeats in the machines' own log", () => {
  const realm: RealmConfig = { ...prod, logs: { ...prod.logs, heartbeatLogGroup: 'messages' } };
  const text = templateOf(realm);

  test('are counted in its group, which the stack does not make', () => {
    const groups = Object.values(text.findResources('AWS::Logs::MetricFilter'))
      .filter(({ Properties }) => /heartbeat|threads|queue|sqs/.test(Properties.FilterName))
      .map(({ Properties }) => Properties.LogGroupName);
    expect(new Set(groups)).toEqual(new Set(['/var/log/messages']));
    expect(JSON.stringify(text.findResources('AWS::Logs::LogGroup'))).not.toContain('/var/log/messages');
  });

  test('are copied, collected and shipped by the machines that the stack makes', () => {
    const scripts = JSON.stringify(text.findResources('AWS::EC2::LaunchTemplate')).replaceAll('\\', '');
    expect(scripts).toContain('file="/var/log/messages" template="json-line"');
    text.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/lava/prod/core/cloudwatch-agent',
      Value: Match.stringLikeRegexp('"log_group_name":"/var/log/messages"'),
    });
    const written = iamStatements(text).filter(({ Action }) => [Action].flat().includes('logs:PutLogEvents'));
    expect(JSON.stringify(written)).toContain(':log-group:/var/log/messages:*');
  });

  test('keep their promise in a rehearsal', () => {
    const model = readTemplates([
      {
        template: text.toJSON(),
        stackName: 'lava-prod-monitoring',
        region: 'eu-west-1',
        accountId: '123456789012',
      },
    ]);
    const incident = parseIncident(
      'silence.yaml',
      [
        'title: core falls silent',
        'realm: prod',
        'for: 60m',
        'signals:',
        '  - { heartbeat: core, instances: 3, until: 45m }',
        'expect:',
        '  - { never: lava-prod-core-zombie }',
        '  - { at: 44m, alarm: lava-prod-core-heartbeat, state: OK }',
        '  - { by: 52m, notified: page }',
      ].join('\n'),
    );
    const { verdicts } = rehearse(model, incident);
    expect(verdicts.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
  });
});

describe('machines that are there', () => {
  /** The template of realm dev with these lines for its workers. */
  const acme = (worker: readonly string[], top: readonly string[] = []): Template =>
    templateOf(config(file({ top: ['system: acme', ...top], worker })));
  const policiesOf = (template: Template) =>
    Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) =>
      id.startsWith('Machines'),
    );

  test('a worker on machines that are there has outputs of what these need, and a policy for their role', () => {
    const template = acme(['core: { fleet: { existing: their-group, instances: { min: 1 } } }']);
    const [[policy, { Properties }]] = policiesOf(template) as [[string, { Properties: object }]];
    expect(template.findOutputs('*')).toEqual({
      coreQueueUrl: {
        Description: 'Queue of worker core',
        Value: { Ref: expect.stringMatching(/^WorkercoreQueue/) },
      },
      coreLogGroup: {
        Description: 'Where worker core writes its records',
        Value: { Ref: expect.stringMatching(/^Logs/) },
      },
      corePolicyArn: { Description: 'For the role of the machines of worker core', Value: { Ref: policy } },
    });
    expect(Properties).not.toHaveProperty('Roles');
    expect(Properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Action: [
              'sqs:ChangeMessageVisibility',
              'sqs:DeleteMessage',
              'sqs:GetQueueAttributes',
              'sqs:GetQueueUrl',
              'sqs:ReceiveMessage',
            ],
            Effect: 'Allow',
          },
          { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
          {
            Action: 'cloudwatch:PutMetricData',
            Condition: { StringEquals: { 'cloudwatch:namespace': expect.any(String) } },
          },
        ],
      },
    });
  });

  test('names that differ in no letter do not get one output', () => {
    const their = (group: string) => `{ fleet: { existing: ${group}, instances: { min: 1 } } }`;
    const outputs = Object.keys(
      acme([`a-bc: ${their('one')}`, `a_bc: ${their('two')}`, `core: ${their('three')}`]).findOutputs('*'),
    );
    expect(outputs).toHaveLength(9);
    expect(outputs.filter((name) => /^core(QueueUrl|LogGroup|PolicyArn)$/.test(name))).toHaveLength(3);
  });

  test.each([
    ['a realm that makes no machines and says nothing of others', ['core: {}'], []],
    [
      'a realm in which all that they reach is there',
      ['core: { queue: { existing: jobs }, fleet: { existing: their-group, instances: { min: 1 } } }'],
      ['logs: { existing: true }'],
    ],
  ])('%s has none', (_, worker, top) => {
    const template = acme(worker, top);
    expect(template.findOutputs('*')).toEqual({});
    expect(policiesOf(template)).toEqual([]);
  });
});

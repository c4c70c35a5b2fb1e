import { alarm, getAtt, judged, LAMBDA, OPS, type Properties, resource, silent } from './strangers';

describe('an alarm without an action is no error when there is', () => {
  const A = alarm(...LAMBDA, { ...silent, AlarmName: 'a' });
  test.each<[string, Properties]>([
    [
      'a deployment of CodeDeploy',
      { D: resource('CodeDeploy::DeploymentGroup', { AlarmConfiguration: { Alarms: [{ Name: 'a' }] } }) },
    ],
    [
      'a deployment of ECS',
      { S: resource('ECS::Service', { DeploymentConfiguration: { Alarms: { AlarmNames: ['a'] } } }) },
    ],
    [
      'a deployment of AppConfig',
      { E: resource('AppConfig::Environment', { Monitors: [{ AlarmArn: getAtt('A', 'Arn') }] }) },
    ],
    [
      'an experiment',
      {
        E: resource('FIS::ExperimentTemplate', {
          StopConditions: [{ Source: 'aws:cloudwatch:alarm', Value: getAtt('A', 'Arn') }],
        }),
      },
    ],
    [
      'a health check',
      {
        H: resource('Route53::HealthCheck', {
          HealthCheckConfig: { AlarmIdentifier: { Name: 'a', Region: 'us-east-1' } },
        }),
      },
    ],
    [
      'a nested stack',
      { N: resource('CloudFormation::Stack', { TemplateURL: 'x', Parameters: { Alarm: { Ref: 'A' } } }) },
    ],
    ['a custom resource', { C: { Type: 'Custom::Thing', Properties: { Alarm: { Ref: 'A' } } } }],
    [
      'a rule on alarm states',
      {
        E: resource('Events::Rule', {
          EventPattern: {
            source: ['aws.cloudwatch'],
            'detail-type': ['CloudWatch Alarm State Change'],
            detail: { alarmName: [{ prefix: 'a' }], state: { value: ['ALARM'] } },
          },
          Targets: [{ Id: 't', Arn: OPS }],
        }),
      },
    ],
  ])('%s', (_, more) => {
    expect(judged({ A, ...more }).filter((text) => text.includes('action'))).toEqual([]);
  });

  test.each<[string, Properties]>([
    ['of another alarm', { detail: { alarmName: ['b'] } }],
    ['on OK alone', { detail: { state: { value: ['OK'] } } }],
    ['of another service', { source: ['aws.ec2'] }],
  ])('but not for a rule %s', (_, pattern) => {
    const EventPattern = { source: ['aws.cloudwatch'], ...pattern };
    const E = resource('Events::Rule', { EventPattern, Targets: [{ Id: 't', Arn: OPS }] });
    expect(judged({ A, E })).toEqual(['alarm-without-action s/A: it has no action for ALARM']);
  });

  test('a deployment of SAM', () => {
    const F = {
      Type: 'AWS::Serverless::Function',
      Properties: {
        Handler: 'a.b',
        Runtime: 'nodejs20.x',
        InlineCode: 'x',
        AutoPublishAlias: 'live',
        DeploymentPreference: { Type: 'AllAtOnce', Alarms: [{ Ref: 'A' }] },
      },
    };
    expect(judged({ A, F }, { Transform: 'AWS::Serverless-2016-10-31' })).toEqual([]);
  });

  test("a deployment of SAM's state machine", () => {
    const M = {
      Type: 'AWS::Serverless::StateMachine',
      Properties: { Definition: {}, DeploymentPreference: { Alarms: [{ Ref: 'A' }] } },
    };
    expect(judged({ A, M }, { Transform: 'AWS::Serverless-2016-10-31' })).toEqual([]);
  });

  test('a dashboard alone leaves it one', () => {
    const D = resource('CloudWatch::Dashboard', {
      DashboardBody: { 'Fn::Join': ['', ['{"widgets": [], "x": "', { Ref: 'A' }, '"}']] },
    });
    expect(judged({ A, D })).toEqual(['alarm-without-action s/A: it has no action for ALARM']);
  });
});

describe('a topic without a subscription', () => {
  const A = alarm(...LAMBDA, { AlarmName: 'a', AlarmActions: [{ Ref: 'T' }] });
  const T = resource('SNS::Topic', { TopicName: 't' });
  const subscription = (rest: Properties = {}) =>
    resource('SNS::Subscription', {
      TopicArn: { Ref: 'T' },
      Protocol: 'email',
      Endpoint: 'a@example.com',
      ...rest,
    });

  test('is an error', () => {
    expect(judged({ A, T })).toEqual([
      'topic-without-subscriber s/T: has no subscription, and is an action of a',
    ]);
  });

  test('is a warning when something else has its ARN', () => {
    expect(
      judged({
        A,
        T,
        C: { Type: 'AWS::Chatbot::SlackChannelConfiguration', Properties: { SnsTopicArns: [{ Ref: 'T' }] } },
      }),
    ).toEqual([
      'topic-subscriber-optional s/T: has no subscription here, though AWS::Chatbot::SlackChannelConfiguration has its ARN, and is an action of a',
    ]);
  });

  test('is a warning in the branch of an address that is empty by default', () => {
    const S = { ...subscription({ Endpoint: { Ref: 'Mail' } }), Condition: 'HasMail' };
    const Conditions = { HasMail: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Mail' }, ''] }] } };
    const Parameters = { Mail: { Type: 'String', Default: '' } };
    expect(judged({ A, T, S }, { Conditions, Parameters })).toEqual([
      'topic-subscriber-optional s/T: has no subscription, and is an action of a',
    ]);
  });

  test('is none when a function of SAM has it as an event source', () => {
    const F = {
      Type: 'AWS::Serverless::Function',
      Properties: {
        InlineCode: 'x',
        Events: { Alert: { Type: 'SNS', Properties: { Topic: { Ref: 'T' } } } },
      },
    };
    expect(judged({ A, T, F }, { Transform: 'AWS::Serverless-2016-10-31' })).toEqual([]);
  });
});

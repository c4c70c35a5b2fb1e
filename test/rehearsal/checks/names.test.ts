import { judgeBranches, readBranches } from '../../../lib/rehearsal';

type Properties = Readonly<Record<string, unknown>>;

const resource = (type: string, Properties: Properties) => ({ Type: type, Properties });

function taken(resources: Properties): string[] {
  return judgeBranches(readBranches([{ template: { Resources: resources }, stackName: 's' }]))
    .filter(({ code }) => code === 'name-taken')
    .map(({ message }) => message);
}

describe('one name may be that of two', () => {
  test.each<[string, string, Properties, Properties?]>([
    [
      'record sets of one name',
      'AWS::Route53::RecordSet',
      { Name: 'a.example.com', Type: 'A' },
      { Name: 'a.example.com', Type: 'AAAA' },
    ],
    ['APIs', 'AWS::ApiGateway::RestApi', { Name: 'api' }],
    ['user pools', 'AWS::Cognito::UserPool', { UserPoolName: 'people' }],
    ['associations with one document', 'AWS::SSM::Association', { Name: 'AWS-RunPatchBaseline' }],
    ['revisions of a task', 'AWS::ECS::TaskDefinition', { Family: 'web' }],
    ['custom resources', 'Custom::Thing', { Name: 'x' }],
    [
      'stages of two APIs',
      'AWS::ApiGateway::Stage',
      { RestApiId: 'a', StageName: 'prod' },
      { RestApiId: 'b', StageName: 'prod' },
    ],
    [
      'rules of two buses',
      'AWS::Events::Rule',
      { Name: 'r' },
      { Name: 'r', EventBusName: { 'Fn::ImportValue': 'bus' } },
    ],
    [
      'services of two clusters',
      'AWS::ECS::Service',
      { ServiceName: 'web', Cluster: 'a' },
      { ServiceName: 'web', Cluster: 'b' },
    ],
  ])('%s', (_, type, one, other = one) => {
    expect(taken({ A: resource(type, one), B: resource(type, other) })).toEqual([]);
  });
});

describe('one name is that of one', () => {
  test.each<[string, string, Properties, Properties?]>([
    ['queue', 'AWS::SQS::Queue', { QueueName: 'jobs' }],
    ['role', 'AWS::IAM::Role', { RoleName: 'worker' }],
    ['database', 'AWS::RDS::DBInstance', { DBInstanceIdentifier: 'main' }],
    ['rule of the default bus', 'AWS::Events::Rule', { Name: 'r' }, { Name: 'r', EventBusName: 'default' }],
    ['stage of an API', 'AWS::ApiGatewayV2::Stage', { ApiId: { Ref: 'Api' }, StageName: '$default' }],
  ])('%s', (_, type, one, other = one) => {
    const Api = resource('AWS::ApiGatewayV2::Api', { Name: 'api' });
    expect(taken({ Api, A: resource(type, one), B: resource(type, other) })).toEqual([
      'got s/B, but the name is that of s/A',
    ]);
  });
});

test('of two alarms of one name the second has one finding, whether the name is known or not', () => {
  const alarm = (AlarmName: unknown) =>
    resource('AWS::CloudWatch::Alarm', {
      AlarmName,
      Namespace: 'Acme',
      MetricName: 'Failed',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
    });
  const judged = (name: unknown) => {
    const template = {
      Parameters: { Stage: { Type: 'String' } },
      Resources: { A: alarm(name), B: alarm(name) },
    };
    const sources = [{ template, stackName: 's' }];
    return judgeBranches(readBranches(sources)).map((one) => `${one.code} ${one.resource}: ${one.message}`);
  };
  expect(judged('failed')).toEqual(['name-taken s/B: got s/B, but the name is that of s/A']);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
  expect(judged({ 'Fn::Sub': 'failed-${Stage}' })).toEqual([
    "name-taken s/B: two alarms have the name 'failed-‹Stage›', this one and A; the second would replace the first, rename one",
  ]);
});

import { readTemplates } from '../../../lib/rehearsal';

const AT = 'us-east-1:123456789012';

/** What an expression gives beside a resource `R`. */
function given(type: string, properties: object, expression: unknown, more: object = {}): string {
  const Properties = { TopicArn: 't', Protocol: 'https', Endpoint: expression };
  const Resources = {
    R: { Type: type, Properties: properties },
    Out: { Type: 'AWS::SNS::Subscription', Properties },
    ...more,
  };
  const { subscriptions, unsupported } = readTemplates([{ template: { Resources }, stackName: 's' }]);
  expect(unsupported).toEqual([]);
  return subscriptions[0]!.endpoint;
}

test.each<[string, object, string | undefined, string | RegExp]>([
  ['AWS::ApiGateway::RestApi', { Name: 'shop' }, undefined, /^[0-9a-f]{10}$/],
  ['AWS::ApiGateway::Stage', { StageName: 'prod' }, undefined, 'prod'],
  [
    'AWS::ApiGatewayV2::Api',
    {},
    'ApiEndpoint',
    /^https:\/\/[0-9a-f]{10}\.execute-api\.us-east-1\.amazonaws\.com$/,
  ],
  ['AWS::Batch::JobQueue', { JobQueueName: 'q' }, undefined, `arn:aws:batch:${AT}:job-queue/q`],
  ['AWS::CloudFront::Distribution', {}, undefined, /^E[0-9A-F]{13}$/],
  ['AWS::DynamoDB::Table', { TableName: 't' }, 'Arn', `arn:aws:dynamodb:${AT}:table/t`],
  ['AWS::EC2::Instance', {}, undefined, /^i-[0-9a-f]{17}$/],
  ['AWS::ECS::Service', { ServiceName: 'web', Cluster: 'c' }, undefined, `arn:aws:ecs:${AT}:service/c/web`],
  ['AWS::ECS::Service', { ServiceName: 'web' }, 'Name', 'web'],
  ['AWS::EFS::FileSystem', {}, 'FileSystemId', /^fs-[0-9a-f]{17}$/],
  ['AWS::ElastiCache::ReplicationGroup', {}, undefined, /^s-r-[0-9a-f]{12}$/],
  ['AWS::ElasticLoadBalancing::LoadBalancer', { LoadBalancerName: 'l' }, undefined, 'l'],
  [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    { Name: 'web', Type: 'network' },
    undefined,
    /^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/net\/web\/[0-9a-f]{16}$/,
  ],
  [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    { Name: 'web' },
    'TargetGroupFullName',
    /^targetgroup\/web\/[0-9a-f]{16}$/,
  ],
  ['AWS::Kinesis::Stream', { Name: 'k' }, 'Arn', `arn:aws:kinesis:${AT}:stream/k`],
  ['AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamName: 'f' }, undefined, 'f'],
  [
    'AWS::MSK::Cluster',
    { ClusterName: 'm' },
    undefined,
    /^arn:aws:kafka:us-east-1:123456789012:cluster\/m\/[0-9a-f-]{36}-1$/,
  ],
  ['AWS::OpenSearchService::Domain', { DomainName: 'logs' }, undefined, 'logs'],
  ['AWS::RDS::DBInstance', { DBInstanceIdentifier: 'Orders' }, undefined, 'orders'],
  ['AWS::StepFunctions::StateMachine', { StateMachineName: 'x' }, 'Name', 'x'],
])('%s %j, attribute %s, is %s', (type, properties, attribute, expected) => {
  const expression = attribute === undefined ? { Ref: 'R' } : { 'Fn::GetAtt': ['R', attribute] };
  expect(given(type, properties, expression)).toEqual(
    typeof expected === 'string' ? expected : expect.stringMatching(expected),
  );
});

test("a listener's ARN has the name of its load balancer, so that parts of it are that name", () => {
  const more = {
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: { LoadBalancerArn: { Ref: 'R' } },
    },
  };
  const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': ['/', { Ref: 'Listener' }] }] });
  const name = { 'Fn::Join': ['/', [part(1), part(2), part(3)]] };
  const type = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
  expect(given(type, {}, name, more)).toBe(given(type, {}, { 'Fn::GetAtt': ['R', 'LoadBalancerFullName'] }));
});

import { parseIncident, readTemplates, rehearse } from '../../../lib/rehearsal';
import { alarm, filter, getAtt, judged, LAMBDA, type Properties, queueAlarm, resource } from './strangers';

describe.each<[string, Properties, string[]]>([
  [
    'a stream without its name',
    { A: alarm('AWS/Kinesis', 'GetRecords.IteratorAgeMilliseconds', {}) },
    [
      'alarm-not-fed s/A: AWS/Kinesis GetRecords.IteratorAgeMilliseconds: got dimensions none, allowed: {StreamName}',
    ],
  ],
  [
    'a search domain without its dimensions',
    { A: alarm('AWS/ES', 'ClusterStatus.red', {}) },
    [
      'alarm-not-fed s/A: AWS/ES ClusterStatus.red: got dimensions none, allowed: {ClientId, DomainName} or {ClientId, DomainName, NodeId} or {ClientId, DomainName, NodeId, ShardRole} or {ClientId, DomainName, ShardRole}',
    ],
  ],
  [
    'a table without the operation',
    { A: alarm('AWS/DynamoDB', 'SystemErrors', { TableName: 't' }) },
    [
      'alarm-not-fed s/A: AWS/DynamoDB SystemErrors: got dimensions {TableName}, allowed: {Operation, TableName} or {GlobalSecondaryIndexName, Operation, TableName}',
    ],
  ],
  [
    "an HTTP API under a REST API's name",
    { A: alarm('AWS/ApiGateway', '5XXError', { ApiId: 'a1b2c3' }) },
    [
      "alarm-not-fed s/A: AWS/ApiGateway 5XXError: got dimensions {ApiId}, allowed: {ApiName} or {ApiName, Stage} or {ApiName, Method, Resource, Stage}, did you mean '5xx'",
    ],
  ],
  [
    "a load balancer under a service's dimension",
    { A: alarm('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', { ECSService: 'web' }) },
    [
      'alarm-not-fed s/A: AWS/ApplicationELB HTTPCode_ELB_5XX_Count: got dimensions {ECSService}, allowed: {LoadBalancer} or {AvailabilityZone, LoadBalancer}',
    ],
  ],
  [
    'a state machine misspelt',
    {
      A: alarm('AWS/States', 'ExecutionFailed', {
        StateMachineArn: 'arn:aws:states:us-east-1:1:stateMachine:x',
      }),
    },
    ["alarm-not-fed s/A: nobody publishes AWS/States ExecutionFailed, did you mean 'ExecutionsFailed'"],
  ],
  [
    "a machine's memory",
    { A: alarm('AWS/EC2', 'MemoryUtilization', { InstanceId: 'i-1' }) },
    [
      'alarm-not-fed s/A: nobody publishes AWS/EC2 MemoryUtilization: an instance does not know it, the CloudWatch agent publishes it, in CWAgent unless told otherwise',
    ],
  ],
  [
    'a metric of Lambda that nobody knows',
    { A: alarm('AWS/Lambda', 'failed_to_send', { Stage: 'PROD' }) },
    ['alarm-metric-unknown s/A: AWS/Lambda has no metric failed_to_send in the catalogue of 2026-11-28'],
  ],
  [
    "a filter's metric looked for under AWS's namespace",
    { F: filter({ MetricName: 'BucketChanges' }), A: alarm('AWS/S3', 'BucketChanges', {}) },
    ["alarm-not-fed s/A: nobody publishes AWS/S3 BucketChanges, did you mean 'App BucketChanges'"],
  ],
  [
    "a filter's metric in other capitals",
    { F: filter({ MetricName: 'VPCEvent' }), A: alarm('App', 'VpcEvent', {}) },
    ["alarm-not-fed s/A: nobody publishes App VpcEvent, did you mean 'VPCEvent'"],
  ],
  [
    'a namespace one letter off that of the filter',
    { F: filter({ MetricName: 'Lost', MetricNamespace: 'Application' }), A: alarm('Aplication', 'Lost', {}) },
    ["alarm-not-fed s/A: nobody publishes Aplication Lost, did you mean 'Application Lost'"],
  ],
  [
    'a metric that the application may publish beside a filter',
    { F: filter({ MetricName: 'Errors' }), A: alarm('App', 'OrdersPlaced', {}) },
    [],
  ],
  [
    "a queue's URL, its ARN and its name",
    {
      Q: resource('SQS::Queue', { QueueName: 'orders' }),
      Url: queueAlarm({ QueueName: { Ref: 'Q' } }),
      Arn: queueAlarm({ QueueName: getAtt('Q', 'Arn') }),
      Name: queueAlarm({ QueueName: getAtt('Q', 'QueueName') }),
      Near: queueAlarm({ QueueName: 'order' }),
    },
    [
      "dimension-value-invalid s/Url: QueueName: got 'https://sqs.us-east-1.amazonaws.com/123456789012/orders', allowed: the queue's name (Fn::GetAtt QueueName)",
      "dimension-value-invalid s/Arn: QueueName: got 'arn:aws:sqs:us-east-1:123456789012:orders', allowed: the queue's name (Fn::GetAtt QueueName)",
      "dimension-value-misspelt s/Near: QueueName: got 'order', did you mean 'orders'",
    ],
  ],
  [
    "a function's ARN, an ECS service's, a load balancer's",
    {
      F: resource('Lambda::Function', { FunctionName: 'f' }),
      S: resource('ECS::Service', { ServiceName: 'web', Cluster: 'c' }),
      Function: alarm('AWS/Lambda', 'Errors', { FunctionName: getAtt('F', 'Arn') }),
      Service: alarm('AWS/ECS', 'CPUUtilization', { ClusterName: 'c', ServiceName: { Ref: 'S' } }),
      Balancer: alarm('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', {
        LoadBalancer: 'arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/1',
      }),
    },
    [
      "dimension-value-invalid s/Function: FunctionName: got 'arn:aws:lambda:us-east-1:123456789012:function:f', allowed: the function's name (Ref)",
      "dimension-value-invalid s/Service: ServiceName: got 'arn:aws:ecs:us-east-1:123456789012:service/c/web', allowed: the service's name (Fn::GetAtt Name)",
      "dimension-value-invalid s/Balancer: LoadBalancer: got 'arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/1', allowed: app/NAME/ID (Fn::GetAtt LoadBalancerFullName)",
    ],
  ],
  [
    "an API's id as its name, a cluster's identifier as an instance's, a group's as a node's",
    {
      Api: resource('ApiGateway::RestApi', { Name: 'shop' }),
      Db: resource('RDS::DBCluster', { DBClusterIdentifier: 'orders' }),
      Cache: resource('ElastiCache::ReplicationGroup', { ReplicationGroupId: 'sessions' }),
      A: alarm('AWS/ApiGateway', '5XXError', { ApiName: { Ref: 'Api' } }),
      B: alarm('AWS/RDS', 'CPUUtilization', { DBInstanceIdentifier: { Ref: 'Db' } }),
      C: alarm('AWS/ElastiCache', 'CPUUtilization', { CacheClusterId: { Ref: 'Cache' } }),
      Right: alarm('AWS/ApiGateway', '5XXError', { ApiName: 'shop' }),
    },
    [
      expect.stringMatching(
        /^dimension-value-invalid s\/A: ApiName: got '\w{10}', allowed: the API's name, which Ref does not give$/,
      ),
      "dimension-value-invalid s/B: DBInstanceIdentifier: got 'orders', allowed: the identifier of an instance, or DBClusterIdentifier",
      "dimension-value-invalid s/C: CacheClusterId: got 'sessions', allowed: the id of a node of the group, which ends in -001",
    ],
  ],
  [
    'CloudFront without Region Global',
    { A: alarm('AWS/CloudFront', '5xxErrorRate', { DistributionId: 'E1', Region: 'us-east-1' }) },
    ["dimension-value-invalid s/A: Region: got 'us-east-1', allowed: Global"],
  ],
  [
    'a dead-letter queue by what is sent to it',
    {
      Q: resource('SQS::Queue', {
        RedrivePolicy: { deadLetterTargetArn: getAtt('D', 'Arn'), maxReceiveCount: 3 },
      }),
      D: resource('SQS::Queue'),
      A: alarm('AWS/SQS', 'NumberOfMessagesSent', { QueueName: getAtt('D', 'QueueName') }),
    },
    [
      'alarm-dead-letter-sent s/A: NumberOfMessagesSent of a dead-letter queue, allowed: ApproximateNumberOfMessagesVisible',
    ],
  ],
  [
    'a dead-letter queue that a function sends to as well',
    {
      Q: resource('SQS::Queue', {
        RedrivePolicy: { deadLetterTargetArn: getAtt('D', 'Arn'), maxReceiveCount: 3 },
      }),
      D: resource('SQS::Queue'),
      F: resource('Lambda::Function', { DeadLetterConfig: { TargetArn: getAtt('D', 'Arn') } }),
      A: alarm('AWS/SQS', 'NumberOfMessagesSent', { QueueName: getAtt('D', 'QueueName') }),
    },
    [],
  ],
  [
    'thresholds that no value reaches',
    {
      F: resource('Lambda::Function', { FunctionName: 'f', Timeout: 3 }),
      Q: resource('SQS::Queue', { QueueName: 'q', MessageRetentionPeriod: 3600 }),
      L: filter({ MetricName: 'Denied' }),
      Duration: alarm(
        'AWS/Lambda',
        'Duration',
        { FunctionName: { Ref: 'F' } },
        { Statistic: 'Maximum', Threshold: 5000 },
      ),
      Age: alarm(
        'AWS/SQS',
        'ApproximateAgeOfOldestMessage',
        { QueueName: 'q' },
        { Statistic: 'Maximum', Threshold: 7200 },
      ),
      Cpu: alarm(
        'AWS/RDS',
        'CPUUtilization',
        { DBInstanceIdentifier: 'd' },
        { Statistic: 'Average', Threshold: 101 },
      ),
      Constant: alarm('App', 'Denied', {}, { Statistic: 'Average', Threshold: 5 }),
      Below: alarm(
        'AWS/SQS',
        'NumberOfMessagesSent',
        { QueueName: 'q' },
        { ComparisonOperator: 'LessThanThreshold', Threshold: 0 },
      ),
      Reserved: alarm(
        'AWS/ECS',
        'CPUUtilization',
        { ClusterName: 'c' },
        { Statistic: 'Average', Threshold: 120 },
      ),
      Sum: alarm('App', 'Denied', {}, { Threshold: 5 }),
      Silence: alarm(
        'AWS/SQS',
        'NumberOfMessagesSent',
        { QueueName: 'q' },
        {
          ComparisonOperator: 'LessThanThreshold',
          Threshold: 0,
          TreatMissingData: 'breaching',
        },
      ),
    },
    [
      "alarm-never-alarms s/Duration: Maximum >= 5000 never holds: Duration is at most the function's timeout, 3000 ms",
      "alarm-never-alarms s/Age: Maximum >= 7200 never holds: ApproximateAgeOfOldestMessage is at most the queue's retention, 1h",
      'alarm-never-alarms s/Cpu: Average >= 101 never holds: CPUUtilization is a percentage',
      'alarm-never-alarms s/Constant: Average >= 5 never holds: Denied is always 1',
      'alarm-never-alarms s/Below: Sum < 0 never holds: NumberOfMessagesSent is never below 0',
    ],
  ],
  [
    'a timeout that is met, which is recorded a little longer',
    {
      F: resource('Lambda::Function', { FunctionName: 'f', Timeout: 3 }),
      A: alarm('AWS/Lambda', 'Duration', { FunctionName: 'f' }, { Statistic: 'Maximum', Threshold: 3000 }),
    },
    [],
  ],
  [
    'a threshold that every value reaches',
    { A: alarm(...LAMBDA, { Threshold: 0 }) },
    ['alarm-always-alarms s/A: Sum >= 0 always holds: Errors is never below 0'],
  ],
  [
    'a count that is only published when it is not 0',
    {
      A: alarm('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', { LoadBalancer: 'app/x/1' }, { Threshold: 0 }),
    },
    [],
  ],
  [
    'errors whose absence is breaching',
    {
      A: alarm(
        'AWS/ApplicationELB',
        'HTTPCode_Target_5XX_Count',
        { LoadBalancer: 'app/x/1' },
        {
          TreatMissingData: 'breaching',
        },
      ),
    },
    [
      'alarm-breaching-at-rest s/A: treatMissingData: got breaching, though AWS/ApplicationELB HTTPCode_Target_5XX_Count is published only when it is not 0, allowed: notBreaching',
    ],
  ],
  [
    'errors of a function whose silence is missing data',
    { A: alarm(...LAMBDA, { EvaluationPeriods: 3 }) },
    [],
  ],
  [
    'a unit that the metric does not have',
    { A: alarm('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: 'jobs' }, { Unit: 'Milliseconds' }) },
    ['alarm-unit-mismatch s/A: unit: got Milliseconds, allowed: Seconds, or none'],
  ],
  [
    'a bill every five minutes',
    { A: alarm('AWS/Billing', 'EstimatedCharges', { Currency: 'USD' }, { Statistic: 'Maximum' }) },
    [
      'alarm-period-too-short s/A: period: got 5m, AWS/Billing EstimatedCharges is published every 6h, allowed: at least that',
    ],
  ],
  [
    'a minute of an instance with basic monitoring, and with detailed',
    {
      Basic: resource('EC2::Instance'),
      Detailed: resource('EC2::Instance', { Monitoring: true }),
      A: alarm('AWS/EC2', 'CPUUtilization', { InstanceId: { Ref: 'Basic' } }, { Period: 60 }),
      B: alarm('AWS/EC2', 'CPUUtilization', { InstanceId: { Ref: 'Detailed' } }, { Period: 60 }),
      C: alarm('AWS/EC2', 'StatusCheckFailed', { InstanceId: { Ref: 'Basic' } }, { Period: 60 }),
    },
    [
      'alarm-basic-monitoring s/A: period: got 60 s, and instance Basic has basic monitoring, which publishes every 5 minutes',
    ],
  ],
  [
    'actions that cannot be run',
    {
      Group: alarm(
        'AWS/EC2',
        'CPUUtilization',
        { AutoScalingGroupName: 'web' },
        { AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'] },
      ),
      One: alarm(
        'AWS/EC2',
        'CPUUtilization',
        { InstanceId: 'i-1' },
        { AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'] },
      ),
      Grow: resource('AutoScaling::ScalingPolicy', { AutoScalingGroupName: 'workers' }),
      Other: alarm(
        'AWS/EC2',
        'CPUUtilization',
        { AutoScalingGroupName: 'web' },
        { AlarmActions: [{ Ref: 'Grow' }] },
      ),
    },
    [
      'action-refused s/Group: got action arn:aws:automate:us-east-1:ec2:stop on dimensions {AutoScalingGroupName}, allowed: {InstanceId}',
      'scaling-policy-other-group s/Other: policy Grow scales workers, but it reads web',
    ],
  ],
  [
    'statistics in the wrong place',
    {
      Percentile: queueAlarm({ QueueName: 'q' }, { Statistic: 'p99' }),
      Both: queueAlarm({ QueueName: 'q' }, { ExtendedStatistic: 'p99' }),
    },
    [
      'property-invalid s/Percentile: Statistic: got "p99", allowed: SampleCount, Average, Sum, Minimum, Maximum; a percentile is an ExtendedStatistic',
      'property-invalid s/Both: ExtendedStatistic: got "p99", allowed: this or Statistic, not both',
    ],
  ],
  [
    'filters that say nothing, or dilute',
    {
      F: filter({ MetricName: 'Same', DefaultValue: 1 }),
      G: filter({ MetricName: 'Mixed' }),
      H: resource('Logs::MetricFilter', {
        LogGroupName: '/app',
        FilterName: 'zeros',
        FilterPattern: 'INFO',
        MetricTransformations: [{ MetricNamespace: 'App', MetricName: 'Mixed', MetricValue: '0' }],
      }),
      A: alarm('App', 'Mixed', {}, { Statistic: 'Average' }),
    },
    [
      expect.stringMatching(
        /^alarm-diluted s\/A: reads Average of Mixed, into which filter zeros writes zeros$/,
      ),
      'filter-default-equal s/F: Same is 1 for a match, and by default',
    ],
  ],
  [
    'an operator of an anomaly detection band, without one, beside an alarm that is judged',
    {
      A: queueAlarm({ QueueName: 'q' }, { ComparisonOperator: 'GreaterThanUpperThreshold' }),
      B: alarm('AWS/SQS', 'NumberOfMessageSent', { QueueName: 'q' }),
    },
    [
      "alarm-not-fed s/B: nobody publishes AWS/SQS NumberOfMessageSent, did you mean 'NumberOfMessagesSent'",
      'property-invalid s/A: ComparisonOperator: got GreaterThanUpperThreshold, which needs ThresholdMetricId, allowed: GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold, LessThanOrEqualToThreshold',
    ],
  ],
  [
    'a day of a zone that is a distance from UTC',
    {
      A: alarm(
        'Acme',
        'Runs',
        {},
        {
          Period: 86_400,
          EvaluationWindow: { WallClockWindow: { Timezone: '+05:30' } },
        },
      ),
    },
    [],
  ],
  [
    'a log group of a class that is new',
    { G: resource('Logs::LogGroup', { LogGroupClass: 'ESSENTIALS' }) },
    [],
  ],
])('%s', (_, resources, expected) => {
  test(expected.length === 0 ? 'is fine' : 'is found, and nothing else is', () => {
    expect(judged(resources)).toEqual(expected);
  });
});

test('a metric of CloudFront is not in eu-west-1', () => {
  const A = alarm('AWS/CloudFront', 'Requests', { DistributionId: 'E1', Region: 'Global' });
  expect(judged({ A }, {}, 'eu-west-1')).toEqual([
    'alarm-region s/A: got AWS/CloudFront in eu-west-1, allowed: us-east-1',
  ]);
  expect(judged({ A }, {}, 'us-east-1')).toEqual([]);
});

test('the full name of a load balancer can be taken out of the ARN of its listener', () => {
  const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': ['/', { Ref: 'Li' }] }] });
  const LoadBalancer = { 'Fn::Join': ['/', [part(1), part(2), part(3)]] };
  expect(
    judged({
      LB: resource('ElasticLoadBalancingV2::LoadBalancer'),
      Li: resource('ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'LB' } }),
      A: alarm('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', { LoadBalancer }),
    }),
  ).toEqual([]);
});

test.each<[string, string, Properties]>([
  ['AWS/Route53', 'DNSSECInternalFailure', { HostedZoneId: 'Z1' }],
  ['AWS/TransitGateway', 'PacketsIn', { TransitGateway: 'tgw-1', TransitGatewayAttachment: 'tgw-attach-1' }],
  ['AWS/TransitGateway', 'PacketsIn', { TransitGateway: 'tgw-1' }],
  ['AWS/DocDB', 'CPUUtilization', { DBClusterIdentifier: 'c', Role: 'WRITER' }],
  ['AWS/DocDB', 'CPUUtilization', { DBInstanceIdentifier: 'i' }],
])('%s %s is known of %j', (namespace, name, dimensions) => {
  expect(judged({ A: alarm(namespace, name, dimensions) })).toEqual([]);
});

test('a unit that two filters publish is named once', () => {
  const publishing = filter({ MetricName: 'Errors' });
  const A = alarm('App', 'Errors', {}, { Unit: 'Count' });
  expect(judged({ A, F: publishing, G: publishing })).toContain(
    'alarm-unit-mismatch s/A: unit: got Count, allowed: None, or none',
  );
});

test('a load balancer whose type is a parameter is of any type', () => {
  const LoadBalancer = getAtt('LB', 'LoadBalancerFullName');
  const Parameters = { Kind: { Type: 'String' } };
  const A = alarm('AWS/NetworkELB', 'NewFlowCount', { LoadBalancer });
  const LB = (Type: unknown) => resource('ElasticLoadBalancingV2::LoadBalancer', { Name: 'web', Type });
  expect(judged({ A, LB: LB({ Ref: 'Kind' }) }, { Parameters })).toEqual([]);
  expect(judged({ A, LB: LB('network') })).toEqual([]);
  expect(judged({ A, LB: LB('application') })).toEqual([
    expect.stringContaining('allowed: net/NAME/ID (Fn::GetAtt LoadBalancerFullName)'),
  ]);
});

test('a day of +05:30 ends at 18:30 UTC, in a rehearsal too', () => {
  const A = alarm(
    'Acme',
    'Runs',
    {},
    {
      AlarmName: 'idle',
      Period: 86_400,
      TreatMissingData: 'breaching',
      EvaluationWindow: { WallClockWindow: { Timezone: '+05:30' } },
      ComparisonOperator: 'LessThanThreshold',
    },
  );
  const model = readTemplates([{ template: { Resources: { A } }, stackName: 's' }]);
  const incident = parseIncident(
    'i.yaml',
    [
      'title: no run',
      'start: 2026-01-05T12:00:00Z',
      'for: 12h',
      'signals:',
      '  - metric: { namespace: Acme, name: Runs }',
      "    series: '1x3'",
      'expect:',
      '  - { by: 6h40m, alarm: idle, state: OK, from: 6h20m }',
    ].join('\n'),
  );
  const { passed, outcome } = rehearse(model, incident);
  expect(passed).toBe(true);
  expect(outcome.transitions.map(({ at, to }) => `${new Date(at).toISOString()} ${to}`)).toEqual([
    '2026-01-05T12:00:49.000Z ALARM',
    '2026-01-05T18:30:49.000Z OK',
  ]);
});

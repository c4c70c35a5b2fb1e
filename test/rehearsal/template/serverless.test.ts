import { readTemplates, runChecks } from '../../../lib/rehearsal';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:orders';

const read = (Resources: object, rest: object = {}) =>
  readTemplates([
    { template: { Transform: 'AWS::Serverless-2016-10-31', Resources, ...rest }, stackName: 'shop' },
  ]);

const fn = (properties: object = {}) => ({
  Type: 'AWS::Serverless::Function',
  Properties: {
    FunctionName: 'orders',
    Handler: 'a.b',
    Runtime: 'nodejs22.x',
    InlineCode: 'x',
    ...properties,
  },
});

const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'orders' } };

test('a serverless function is a function with the globals of its template', () => {
  const model = read(
    { F: fn({ Environment: { Variables: { B: 'own' } } }) },
    { Globals: { Function: { Timeout: 30, Environment: { Variables: { A: 'global', B: 'global' } } } } },
  );
  expect(model.functions).toMatchObject([
    {
      logicalId: 'F',
      functionName: 'orders',
      functionArn: ARN,
      timeoutSeconds: 30,
      inlineCode: 'x',
      environment: { A: 'global', B: 'own' },
      logGroupName: '/aws/lambda/orders',
      roleArn: expect.stringMatching(/role\/shop-FRole-/),
    },
  ]);
  expect(model.unsupported).toEqual([]);
  expect(runChecks(model)).toEqual([]);
});

test('its version and alias are referred to by the function', () => {
  const model = read({
    F: fn({ AutoPublishAlias: 'live' }),
    P: {
      Type: 'AWS::Lambda::Permission',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation
      Properties: { FunctionName: { Ref: 'F.Alias' }, Action: { 'Fn::Sub': '${F.Version}' }, Principal: 'x' },
    },
  });
  expect(model.unsupported).toEqual([]);
  expect(model.permissions).toMatchObject([{ functionName: `${ARN}:live`, action: `${ARN}:1` }]);
  expect(model.resources.map(({ logicalId }) => logicalId)).toEqual([
    'F',
    'FRole',
    'FVersion',
    'FAliaslive',
    'P',
  ]);
});

test('its event sources are subscriptions, mappings, filters, rules and schedules', () => {
  const Events = {
    Topic: { Type: 'SNS', Properties: { Topic: { Ref: 'T' } } },
    Jobs: { Type: 'SQS', Properties: { Queue: { 'Fn::GetAtt': ['Q', 'Arn'] }, BatchSize: 5 } },
    Lines: { Type: 'CloudWatchLogs', Properties: { LogGroupName: '/app', FilterPattern: 'ERROR' } },
    Nightly: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)', Name: 'nightly', Enabled: false } },
    Hourly: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 hour)', Name: 'hourly' } },
    Change: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['x'] } } },
    Upload: { Type: 'S3', Properties: { Bucket: { Ref: 'B' }, Events: 's3:*' } },
  };
  const model = read({
    F: fn({ Events }),
    T: topic,
    Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
    B: { Type: 'AWS::S3::Bucket' },
  });
  expect(model.subscriptions).toEqual([
    { topicArn: 'arn:aws:sns:us-east-1:123456789012:orders', protocol: 'lambda', endpoint: ARN },
  ]);
  expect(model.eventSourceMappings).toMatchObject([
    { logicalId: 'FJobs', eventSourceArn: 'arn:aws:sqs:us-east-1:123456789012:jobs', batchSize: 5 },
  ]);
  expect(model.subscriptionFilters).toMatchObject([
    { logGroupName: '/app', filterPattern: 'ERROR', destinationArn: ARN },
  ]);
  expect(model.rules).toMatchObject([
    { ruleName: 'nightly', enabled: false, scheduleExpression: 'rate(1 day)', targets: [{ arn: ARN }] },
    { eventPattern: { source: ['x'] }, enabled: true },
  ]);
  expect(model.schedules).toMatchObject([{ scheduleName: 'hourly', targetArn: ARN }]);
});

test('what it generates is under its condition', () => {
  const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
  const model = read(
    { F: { ...fn({ AutoPublishAlias: 'live' }), Condition: 'Never' }, T: topic },
    { Conditions },
  );
  expect(model.resources.map(({ logicalId }) => logicalId)).toEqual(['T']);
});

test('APIs, state machines and tables can be named by alarms', () => {
  const model = read({
    F: fn({ Events: { Get: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } } }),
    H: { Type: 'AWS::Serverless::HttpApi' },
    M: { Type: 'AWS::Serverless::StateMachine', Properties: { Name: 'orders' } },
    D: { Type: 'AWS::Serverless::SimpleTable', Properties: { TableName: 'orders' } },
    A: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'Shop',
        MetricName: 'm',
        Dimensions: [
          { Name: 'Api', Value: { Ref: 'ServerlessRestApi' } },
          { Name: 'Stage', Value: { Ref: 'ServerlessRestApi.Stage' } },
          { Name: 'HttpStage', Value: { Ref: 'H.Stage' } },
          { Name: 'Machine', Value: { Ref: 'M' } },
          { Name: 'Table', Value: { Ref: 'D' } },
        ],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    },
  });
  expect(model.unsupported).toEqual([]);
  expect(model.alarms[0]!.metric!.dimensions).toEqual({
    Api: expect.stringMatching(/^[a-z0-9]{10}$/),
    Stage: 'Prod',
    HttpStage: '$default',
    Machine: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders',
    Table: 'orders',
  });
});

test('a loop over a list of texts or over a parameter is written out', () => {
  const alarm = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: { Ref: 'Queue' },
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::Sub': 'shop-${Queue}' } }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
  };
  const loop = (items: unknown) => ({ 'Fn::ForEach::Queues': ['Queue', items, { 'Deep&{Queue}': alarm }] });
  const template = (items: unknown) => ({
    Transform: 'AWS::LanguageExtensions',
    Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'jobs, mail-out' } },
    Resources: loop(items),
  });
  for (const items of [['jobs', 'mail-out'], { Ref: 'Names' }]) {
    const { alarms, resources } = readTemplates([{ template: template(items) }]);
    expect(resources.map(({ logicalId }) => logicalId)).toEqual(['Deepjobs', 'Deepmailout']);
    expect(alarms.map(({ alarmName, metric }) => [alarmName, metric!.dimensions.QueueName])).toEqual([
      ['jobs', 'shop-jobs'],
      ['mail-out', 'shop-mail-out'],
    ]);
  }
  expect(
    readTemplates([{ template: template({ Ref: 'Names' }) }], { parameters: { Names: 'one' } }).resources,
  ).toHaveLength(1);
});

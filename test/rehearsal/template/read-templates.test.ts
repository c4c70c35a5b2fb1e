import { parseIncident, readTemplates, rehearse, runChecks } from '../../../lib/rehearsal';
import { QUEUE_DEPTH } from '../small-template';

const read = (template: object, options = {}) => readTemplates([{ template, stackName: 'dev' }], options);

/** What is said to be wrong, a line each. */
function wrong(template: object): string {
  return read(template)
    .unsupported.filter(({ cause }) => cause === 'invalid' || cause === 'taken')
    .map(({ logicalId, reason }) => `${logicalId}: ${reason}`)
    .join('\n');
}

const alarm = (properties: object = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'depth',
    ...QUEUE_DEPTH,
    ...properties,
  },
});

describe('alarms', () => {
  test('a metric alarm has plain values', () => {
    const { alarms } = read({ Resources: { A: alarm({ Threshold: '100', TreatMissingData: 'ignore' }) } });
    expect(alarms).toEqual([
      {
        alarmName: 'depth',
        alarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:depth',
        actionsEnabled: true,
        alarmActions: [],
        okActions: [],
        insufficientDataActions: [],
        metric: {
          namespace: 'AWS/SQS',
          metricName: 'ApproximateNumberOfMessagesVisible',
          dimensions: { QueueName: 'jobs' },
          period: 60,
          stat: 'Maximum',
        },
        comparisonOperator: 'GreaterThanThreshold',
        threshold: 100,
        evaluationPeriods: 3,
        treatMissingData: 'ignore',
      },
    ]);
  });

  test('metric math keeps its queries, and a query returns data unless it says otherwise', () => {
    const metric = { Namespace: 'N', MetricName: 'M', Dimensions: [{ Name: 'Worker', Value: 'core' }] };
    const { alarms } = read({
      Resources: {
        A: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            AlarmName: 'ratio',
            Metrics: [
              { Id: 'e', Expression: 'm / 2', Label: 'half' },
              { Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'p99' }, ReturnData: false },
            ],
            EvaluationPeriods: 1,
            DatapointsToAlarm: 1,
            Threshold: 1,
            ComparisonOperator: 'LessThanThreshold',
          },
        },
      },
    });
    expect(alarms[0]!.metrics).toEqual([
      { id: 'e', label: 'half', returnData: true, expression: 'm / 2' },
      {
        id: 'm',
        returnData: false,
        metricStat: {
          namespace: 'N',
          metricName: 'M',
          dimensions: { Worker: 'core' },
          period: 60,
          stat: 'p99',
        },
      },
    ]);
  });

  test.each([
    ['PromQL alarms are not modelled', { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } }],
    [
      'anomaly detection bands are not modelled',
      {
        ThresholdMetricId: 'band',
        Metrics: [{ Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' }],
      },
    ],
    [
      'Metrics Insights queries are not modelled',
      { Metrics: [{ Id: 'q', Expression: 'SELECT MAX(x) FROM "N"' }] },
    ],
    [
      'INSIGHT_RULE_METRIC is not modelled; only functions of the listed metrics can be evaluated',
      {
        ...Object.fromEntries(
          ['Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Period'].map((key) => [key, undefined]),
        ),
        Metrics: [{ Id: 'q', Expression: 'INSIGHT_RULE_METRIC("rule", "Sum")', Period: 60 }],
      },
    ],
    [
      'a wall-clock window of weeks is not modelled',
      { Period: 604_800, EvaluationPeriods: 1, EvaluationWindow: { WallClockWindow: {} } },
    ],
    [
      'metrics of another account (999999999999) are not modelled',
      { Metrics: [{ Id: 'q', Expression: 'm', AccountId: '999999999999' }] },
    ],
  ])('%s, and the alarm is named', (reason, properties) => {
    const model = read({ Resources: { A: alarm(properties) } });
    expect(model.alarms).toEqual([]);
    expect(model.unsupported).toEqual([{ logicalId: 'A', type: 'AWS::CloudWatch::Alarm', reason }]);
  });

  test.each([
    [
      'Metrics.0.Expression: got SEARCH, which no alarm can use, allowed: math on the metrics that Metrics names',
      { Metrics: [{ Id: 'q', Expression: "SUM(SEARCH('x', 'Sum'))" }] },
    ],
    [
      'ThresholdMetricId: got band, which no entry of Metrics has, allowed: the Id of an ANOMALY_DETECTION_BAND there',
      { ThresholdMetricId: 'band' },
    ],
    [
      'ThresholdMetricId: got band, which no entry of Metrics has, allowed: the Id of an ANOMALY_DETECTION_BAND there',
      { ThresholdMetricId: 'band', Metrics: [{ Id: 'e', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' }] },
    ],
  ])('AWS refuses the alarm: %s', (message, properties) => {
    const findings = runChecks(read({ Resources: { A: alarm(properties) } }));
    expect(findings).toMatchObject([{ code: 'property-invalid', severity: 'error', message }]);
  });

  test('an alarm on one metric may have an empty list of Metrics', () => {
    expect(read({ Resources: { A: alarm({ Metrics: [] }) } }).alarms).toMatchObject([
      { metric: { metricName: expect.any(String) } },
    ]);
  });

  test('mute rules are read, and those that are not modelled are named', () => {
    const rule = (Expression: string, rest: object = {}) => ({
      Type: 'AWS::CloudWatch::AlarmMuteRule',
      Properties: {
        Name: 'night',
        Rule: { Schedule: { Expression, Duration: 'PT8H30M', Timezone: 'Australia/Sydney' } },
        MuteTargets: { AlarmNames: ['depth'] },
        ...rest,
      },
    });
    const Resources = {
      Night: rule('cron(0 22 * * *)'),
      Bounded: rule('cron(0 9 * * *)', {
        StartDate: '2026-01-05T09:00',
        ExpireDate: '2026-12-31T00:00:00Z',
      }),
      Vague: rule('cron(0 22 1 * MON)'),
    };
    expect(read({ Resources })).toMatchObject({
      muteRules: [
        {
          name: 'night',
          alarmNames: ['depth'],
          expression: 'cron(0 22 * * *)',
          timezone: 'Australia/Sydney',
          durationSeconds: 30_600,
          startDate: undefined,
          expireDate: undefined,
        },
        { expression: 'cron(0 9 * * *)', startDate: '2026-01-05T09:00', expireDate: '2026-12-31T00:00:00Z' },
      ],
      unsupported: [
        {
          logicalId: 'Vague',
          reason:
            'a cron expression with both a day of month and a day of week is not modelled; AWS does not say whether one or both have to match; leave one as *',
        },
      ],
    });
    const Rule = { Schedule: { Expression: 'cron(0 22 * * *)', Duration: '8h' } };
    expect(wrong({ Resources: { Night: rule('', { Rule }) } })).toBe(
      'Night: Rule.Schedule.Duration: got "8h", allowed: an ISO-8601 duration such as PT2H or P1D',
    );
  });

  test('log alarms are reported by logical id', () => {
    const model = read({ Resources: { L: { Type: 'AWS::CloudWatch::LogAlarm', Properties: {} } } });
    expect(model.unsupported).toEqual([
      { logicalId: 'L', type: 'AWS::CloudWatch::LogAlarm', reason: 'log alarms are not modelled' },
    ]);
  });

  test('a composite that reads an alarm which is not modelled is reported by logical id, and so on upwards', () => {
    const composite = (AlarmName: string, AlarmRule: string, rest: object = {}) => ({
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { AlarmName, AlarmRule, ...rest },
    });
    const model = read({
      Resources: {
        Upper: composite('upper', 'ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:both")'),
        Both: composite('both', 'ALARM(depth) OR ALARM(log)'),
        Held: composite('held', 'ALARM(depth)', { ActionsSuppressor: 'log' }),
        Plain: composite('plain', 'ALARM(depth)'),
        Wrong: composite('wrong', 'alarm(log)'),
        Log: { Type: 'AWS::CloudWatch::LogAlarm', Properties: { AlarmName: 'log' } },
        A: alarm(),
      },
    });
    expect(model.compositeAlarms.map(({ alarmName }) => alarmName)).toEqual(['plain', 'wrong']);
    expect(model.blindComposites.map(({ alarmName }) => alarmName)).toEqual(['both', 'held', 'upper']);
    expect(model.unsupported.map(({ logicalId, reason }) => `${logicalId}: ${reason}`)).toEqual([
      'Log: log alarms are not modelled',
      "Both: it reads 'log', which is not modelled",
      "Held: it reads 'log', which is not modelled",
      "Upper: it reads 'both', which is not modelled",
    ]);
  });

  test('every wrong property is reported on its resource with its path, and all others are read', () => {
    const Resources = {
      A: alarm({ Threshold: 'many' }),
      B: alarm({ AlarmName: 'b', ComparisonOperator: 'GreaterThan' }),
      C: alarm({ AlarmName: 'c', Dimensions: [{ Name: 'Q', Value: { Ref: 'Jobz' } }] }),
      Jobs: { Type: 'AWS::SQS::Queue' },
      D: alarm({ AlarmName: 'd' }),
    };
    expect(read({ Resources }).alarms.map(({ alarmName }) => alarmName)).toEqual(['d']);
    expect(wrong({ Resources })).toBe(
      [
        'A: Threshold: got "many", allowed: a number',
        'B: ComparisonOperator: got "GreaterThan", allowed: GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold, LessThanOrEqualToThreshold',
        "C: Dimensions.0.Value: refers to 'Jobz', which the template does not have, did you mean 'Jobs'",
      ].join('\n'),
    );
  });

  test('of two alarms of one name the second is left out', () => {
    const template = { Resources: { A: alarm(), B: alarm() } };
    expect(read(template).alarms).toHaveLength(1);
    expect(wrong(template)).toBe(
      "B: two alarms have the name 'depth', this one and A; the second would replace the first, rename one",
    );
  });

  test('two alarms of one name in different Regions are two alarms, to be played one at a time', () => {
    const template = { Resources: { A: alarm() } };
    const model = readTemplates([
      { template, stackName: 'us', region: 'us-east-1' },
      { template, stackName: 'eu', region: 'eu-west-1' },
    ]);
    expect(model.alarms.map(({ alarmArn }) => alarmArn)).toEqual([
      'arn:aws:cloudwatch:us-east-1:123456789012:alarm:depth',
      'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:depth',
    ]);
    const incident = parseIncident('i.yaml', 'title: t\nfor: 5m\nsignals: []\nexpect: []\n');
    expect(() => rehearse(model, incident)).toThrow(
      "template: two alarms have the name 'depth', arn:aws:cloudwatch:us-east-1:123456789012:alarm:depth and arn:aws:cloudwatch:eu-west-1:123456789012:alarm:depth; simulate one account and Region at a time",
    );
  });
});

describe('names', () => {
  test('a generated name is stable, carries stack and logical id, and is the same everywhere', () => {
    const template = {
      Resources: {
        Jobs: { Type: 'AWS::SQS::Queue' },
        A: alarm({ Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Jobs', 'QueueName'] } }] }),
      },
    };
    const { queues, alarms } = read(template);
    expect(queues[0]!.queueName).toMatch(/^dev-Jobs-[0-9A-F]{12}$/);
    expect(alarms[0]!.metric!.dimensions.QueueName).toBe(queues[0]!.queueName);
    expect(read(template).queues).toEqual(queues);
  });

  test('a generated name of a FIFO queue or topic ends as theirs do', () => {
    const { queues, topics } = read({
      Resources: {
        Jobs: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: 'true' } },
        Alerts: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true } },
      },
    });
    expect([queues[0]!.queueName, topics[0]!.topicName]).toEqual([
      expect.stringMatching(/^dev-Jobs-[0-9A-F]{12}\.fifo$/),
      expect.stringMatching(/^dev-Alerts-[0-9A-F]{12}\.fifo$/),
    ]);
  });

  test('an attribute that only AWS knows is a stable stand-in, and that of a custom resource is not known', () => {
    const Value = { 'Fn::GetAtt': ['Balancer', 'LoadBalancerFullName'] };
    const Resources = {
      Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
      A: alarm({ Dimensions: [{ Name: 'LoadBalancer', Value }] }),
    };
    expect(read({ Resources }).alarms[0]!.metric!.dimensions.LoadBalancer).toMatch(
      /^app\/dev-Balancer-[0-9A-F]{12}\/[0-9a-f]{16}$/,
    );
    Resources.Balancer.Type = 'Custom::Thing';
    const model = read({ Resources });
    expect(model.alarms[0]!.metric!.dimensions.LoadBalancer).toBe('‹Balancer.LoadBalancerFullName›');
    expect(model.unknowns).toEqual([
      {
        cause: 'custom-resource',
        label: 'Balancer.LoadBalancerFullName',
        what: "'Balancer.LoadBalancerFullName' of a custom resource, which only a deployment can answer",
      },
    ]);
  });

  test('region, account and queue URLs can be chosen', () => {
    const model = read(
      { Resources: { Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } } } },
      {
        region: 'cn-north-1',
        accountId: '111111111111',
        queueUrl: (name: string) => `http://127.0.0.1:1/${name}`,
      },
    );
    expect(model).toMatchObject({ region: 'cn-north-1', accountId: '111111111111', partition: 'aws-cn' });
    expect(model.queues[0]).toMatchObject({
      queueArn: 'arn:aws-cn:sqs:cn-north-1:111111111111:jobs',
      queueUrl: 'http://127.0.0.1:1/jobs',
    });
  });
});

describe('the other resources', () => {
  test('a metric filter and the group it reads', () => {
    const { metricFilters, logGroups } = read({
      Resources: {
        F: {
          Type: 'AWS::Logs::MetricFilter',
          Properties: {
            FilterName: 'heartbeat',
            LogGroupName: '/var/log/lava/dev',
            FilterPattern: '{ $.a = 1 }',
            MetricTransformations: [
              {
                MetricNamespace: 'N',
                MetricName: 'M',
                MetricValue: '$.v',
                DefaultValue: 0,
                Unit: 'Count',
              },
            ],
          },
        },
      },
    });
    expect(metricFilters).toEqual([
      {
        filterName: 'heartbeat',
        logGroupName: '/var/log/lava/dev',
        filterPattern: '{ $.a = 1 }',
        metricNamespace: 'N',
        metricName: 'M',
        metricValue: '$.v',
        defaultValue: 0,
        unit: 'Count',
      },
    ]);
    expect(logGroups).toEqual([{ logGroupName: '/var/log/lava/dev' }]);
  });

  test('topics know their key by id, ARN or alias', () => {
    const key = (id: unknown) => ({
      Type: 'AWS::SNS::Topic',
      Properties: { TopicName: 't', KmsMasterKeyId: id },
    });
    const Resources = {
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'cloudwatch.amazonaws.com' },
                Action: 'kms:Decrypt',
                Resource: '*',
              },
              { Effect: 'Allow', Principal: '*', Action: ['kms:*'], Resource: '*' },
            ],
          },
        },
      },
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: 'alias/t', TargetKeyId: { Ref: 'Key' } },
      },
      ById: key({ Ref: 'Key' }),
      ByArn: key({ 'Fn::GetAtt': ['Key', 'Arn'] }),
      ByAlias: key('alias/t'),
      Managed: key('alias/aws/sns'),
    };
    const { topics, keys } = read({ Resources });
    expect(keys[0]!.statements.map(({ principals }) => principals)).toEqual([
      { Service: ['cloudwatch.amazonaws.com'] },
      { AWS: ['*'] },
    ]);
    const { keyArn } = keys[0]!;
    expect(topics.map((topic) => topic.kmsKeyArn)).toEqual([keyArn, keyArn, keyArn, undefined]);
  });

  test('a function takes its retries and failure destination from its invoke configuration, and may lack a variable', () => {
    const { functions, logGroups, unsupported } = read({
      Resources: {
        F: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            FunctionName: 'alerts',
            Handler: 'index.handler',
            Runtime: 'nodejs22.x',
            Code: { ZipFile: 'x' },
            Environment: { Variables: { REALM: { Ref: 'AWS::Region' }, LOST: { Ref: 'Nothing' } } },
            DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Dlq', 'Arn'] } },
          },
        },
        C: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: {
            FunctionName: { Ref: 'F' },
            Qualifier: '$LATEST',
            MaximumRetryAttempts: 1,
            DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Dlq', 'Arn'] } } },
          },
        },
        Dlq: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dlq' } },
      },
    });
    expect(functions).toEqual([
      {
        logicalId: 'F',
        functionName: 'alerts',
        functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:alerts',
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        timeoutSeconds: 3,
        memoryMb: 128,
        environment: { REALM: 'us-east-1' },
        inlineCode: 'x',
        logGroupName: '/aws/lambda/alerts',
        deadLetterQueueArn: 'arn:aws:sqs:us-east-1:123456789012:dlq',
        maximumRetryAttempts: 1,
        onFailureDestinationArn: 'arn:aws:sqs:us-east-1:123456789012:dlq',
      },
    ]);
    expect(logGroups).toEqual([{ logGroupName: '/aws/lambda/alerts' }]);
    expect(unsupported).toEqual([]);
  });

  test('a policy resource adds its statements to its roles', () => {
    const statement = (action: string) => ({ Effect: 'Allow', Action: action, Resource: '*' });
    const { roles } = read({
      Resources: {
        R: {
          Type: 'AWS::IAM::Role',
          Properties: {
            Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statement('logs:*') } }],
          },
        },
        P: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            Roles: [{ Ref: 'R' }],
            PolicyDocument: { Statement: [statement('sqs:SendMessage')] },
          },
        },
      },
    });
    expect(roles[0]!.statements.map(({ actions }) => actions)).toEqual([['logs:*'], ['sqs:SendMessage']]);
  });

  test('types without a part in monitoring are counted', () => {
    const Resources = { B1: { Type: 'AWS::S3::Bucket' }, B2: { Type: 'AWS::S3::Bucket' } };
    const model = read({ Resources });
    expect(model.notModelled).toEqual({ 'AWS::S3::Bucket': 2 });
    expect(model.resources.map(({ id }) => id)).toEqual(['dev/B1', 'dev/B2']);
  });
});

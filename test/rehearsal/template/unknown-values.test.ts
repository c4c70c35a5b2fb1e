import { parseIncident, readTemplates, rehearse, runChecks } from '../../../lib/rehearsal';

const alarm = (properties: object = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'deep',
    Namespace: 'Shop',
    MetricName: 'Depth',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 100,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
    ...properties,
  },
});

const Parameters = {
  Depth: { Type: 'Number' },
  Every: { Type: 'Number', AllowedValues: [60, 300] },
  Stage: { Type: 'String' },
  Names: { Type: 'CommaDelimitedList' },
  Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/topic' },
};

const read = (resources: object, rest: object = {}, parameters = {}) =>
  readTemplates([{ template: { Parameters, Resources: resources, ...rest }, stackName: 's' }], {
    parameters,
  });

const reasons = (resources: object, rest: object = {}) =>
  read(resources, rest).unsupported.map(({ logicalId, cause, reason }) => `${logicalId} ${cause}: ${reason}`);

describe('a text with a part that is not known', () => {
  const nameOf = (expression: unknown) => read({ A: alarm({ AlarmName: expression }) }).alarms[0]?.alarmName;

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation
  test.each<[unknown, string]>([
    [{ Ref: 'Stage' }, '‹Stage›'],
    [{ 'Fn::Sub': '${Stage}-deep' }, '‹Stage›-deep'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 'b']] }, 'a-‹Stage›-b'],
    [{ 'Fn::Join': ['-', { Ref: 'Names' }] }, '‹Names.join_-_›'],
    [{ 'Fn::Select': [1, { Ref: 'Names' }] }, '‹Names[1]›'],
    [{ 'Fn::Select': [0, { 'Fn::Split': ['-', { 'Fn::Sub': 'a-${Stage}-b' }] }] }, 'a'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['-', { 'Fn::Sub': 'a-${Stage}-b' }] }] }, '‹Stage›'],
    [{ 'Fn::Select': [2, { 'Fn::Split': ['-', { 'Fn::Sub': 'a-${Stage}-b' }] }] }, '‹a-Stage-b.split_-_[2]›'],
    [{ 'Fn::Select': [9, { 'Fn::Split': ['-', { 'Fn::Sub': 'a-${Stage}-b' }] }] }, '‹a-Stage-b.split_-_[9]›'],
    [{ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::Sub': 'arn:aws:sns:${Stage}:1:ops' }] }] }, 'ops'],
    [{ 'Fn::Join': ['/', { 'Fn::Split': ['-', { 'Fn::Sub': 'a-${Stage}-b' }] }] }, 'a/‹Stage›/b'],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${Stage}-name' } }, '‹import_Stage-name›'],
    [{ 'Fn::GetAtt': ['Answer', 'Name'] }, '‹Answer.Name›'],
    ['{{resolve:ssm:/shop/name:3}}', '‹resolve_ssm_shop_name_3›'],
    ['a-{{resolve:ssm:/shop/name}}', 'a-‹resolve_ssm_shop_name›'],
  ])('%j reads as %s', (expression, text) => {
    const model = read({ A: alarm({ AlarmName: expression }), Answer: { Type: 'Custom::Answer' } });
    expect(model.unsupported).toEqual([]);
    expect(model.alarms[0]!.alarmName).toBe(text);
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation

  test('it is the same wherever its value is the same', () => {
    const topic = { Ref: 'Stored' };
    const model = read({
      A: alarm({ AlarmActions: [topic] }),
      S: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: topic, Protocol: 'email', Endpoint: 'a@example.com' },
      },
    });
    expect(model.alarms[0]!.alarmActions).toEqual([model.subscriptions[0]!.topicArn]);
    expect(model.unknowns).toEqual([
      {
        cause: 'store',
        label: 'Stored',
        what: 'parameter Stored, which is in Parameter Store (/shop/topic)',
        remedy: 'give --parameter Stored=…',
      },
    ]);
    expect(nameOf({ Ref: 'Stage' })).toBe(nameOf({ Ref: 'Stage' }));
  });
});

describe('a number or flag that is not known', () => {
  test('keeps its alarm from being judged, and no other, and all of them are said at once', () => {
    const resources = {
      A: alarm({ Threshold: { Ref: 'Depth' }, Period: { Ref: 'Every' }, AlarmActions: [{ Ref: 'Stored' }] }),
      B: alarm({ AlarmName: 'b' }),
      C: alarm({ AlarmName: 'c', Threshold: { 'Fn::ImportValue': 'limit' } }),
    };
    expect(read(resources).alarms.map(({ alarmName }) => alarmName)).toEqual(['b']);
    expect(reasons(resources)).toEqual([
      'A unknown: Period is parameter Every and Threshold is parameter Depth; give --parameter Every=60|300 --parameter Depth=…',
      "C unknown: Threshold is export 'limit' of another stack; give the template of the stack that exports it",
    ]);
    expect(read(resources, {}, { Depth: '5', Every: '60' }).alarms[0]).toMatchObject({
      threshold: 5,
      metric: { period: 60 },
    });
  });

  test('is a warning of the checks', () => {
    expect(runChecks(read({ A: alarm({ Threshold: { Ref: 'Depth' } }) }))).toEqual([
      {
        code: 'value-not-known',
        severity: 'warning',
        resource: 's/A',
        name: 'deep',
        message: 'Threshold is parameter Depth; give --parameter Depth=…',
      },
    ]);
  });

  test('leaves what is known of the alarm', () => {
    const { incompleteAlarms } = read({ A: alarm({ Threshold: { Ref: 'Depth' } }) });
    expect(incompleteAlarms).toEqual([
      {
        logicalId: 'A',
        type: 'AWS::CloudWatch::Alarm',
        alarmName: 'deep',
        alarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:deep',
        alarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
        okActions: [],
        insufficientDataActions: [],
        reads: [{ namespace: 'Shop', metricName: 'Depth', dimensions: {} }],
      },
    ]);
  });

  test('an incident that names the alarm is told what to give', () => {
    const model = read({ A: alarm({ Threshold: { Ref: 'Depth' } }) });
    const incident = parseIncident(
      'i.yaml',
      'title: t\nfor: 5m\nsignals: []\nexpect:\n  - { never: deep }\n',
    );
    expect(() => rehearse(model, incident)).toThrow(
      "i.yaml:5: alarm 'deep' cannot be rehearsed: Threshold is parameter Depth; give --parameter Depth=…",
    );
  });

  test('a row of a mapping that is not known does not matter when all rows say the same', () => {
    const rest = { Mappings: { Limits: { dev: { depth: 5, same: 7 }, prod: { depth: 9, same: 7 } } } };
    const limit = (column: string) =>
      alarm({ Threshold: { 'Fn::FindInMap': ['Limits', { Ref: 'Stage' }, column] } });
    expect(read({ A: limit('same') }, rest).alarms[0]!.threshold).toBe(7);
    expect(reasons({ A: limit('depth') }, rest)).toEqual([
      'A unknown: Threshold is parameter Stage; give --parameter Stage=…',
    ]);
  });

  test('a composite of an alarm whose name is not known is played, and one whose rule is not known is left out', () => {
    const composite = (rule: unknown) => ({
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { AlarmName: 'both', AlarmRule: rule, AlarmActions: ['arn'] },
    });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation
    const rule = { 'Fn::Sub': 'ALARM(${Stage}-deep) OR ALARM(deep)' };
    expect(reasons({ A: alarm(), C: composite(rule) })).toEqual([]);
    expect(reasons({ A: alarm(), C: composite({ Ref: 'Stage' }) })).toEqual([
      'C unknown: AlarmRule is parameter Stage; give --parameter Stage=…',
    ]);
  });
});

describe('nothing that no alarm, filter or delivery reads', () => {
  test.each<[string, object]>([
    ['a policy', { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: 1 }, Roles: 3 } }],
    ['a role', { Type: 'AWS::IAM::Role', Properties: { Policies: [{ Ref: 'Nothing' }] } }],
    [
      'a function',
      { Type: 'AWS::Lambda::Function', Properties: { Timeout: 'x', FunctionName: { Ref: 'Stage' } } },
    ],
    [
      'a variable',
      { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { A: { Ref: 'Z' } } } } },
    ],
    [
      'a queue',
      { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: 7, VisibilityTimeout: { Ref: 'Depth' } } },
    ],
    ['a rule', { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'x' }] } }],
    ['a parameter', { Type: 'AWS::SSM::Parameter', Properties: { Value: { Ref: 'Nothing' } } }],
    ['an instance', { Type: 'AWS::EC2::Instance', Properties: { UserData: { 'Fn::Sum': [] } } }],
  ])('%s that is not known or wrong is neither an error nor a finding', (_, resource) => {
    const model = read({ A: alarm(), Other: resource });
    expect(model.alarms).toHaveLength(1);
    expect(runChecks(model)).toEqual([]);
  });
});

test('a property that is wrong is a finding on its resource, and the others are judged', () => {
  const resources = {
    A: alarm({ Statistic: undefined }),
    N: alarm({ AlarmName: 'n', MetricName: undefined, Namespace: undefined, Statistic: undefined }),
    E: alarm({ AlarmName: 'e', MetricName: undefined, Metrics: [] }),
    B: alarm({ AlarmName: 'b', ComparisonOperator: 'GreaterThan' }),
    C: alarm({ AlarmName: 'c', AlarmActions: [] }),
    G: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/g', LogGroupClass: 'NEWEST' } },
  };
  const findings = runChecks(read(resources));
  expect(
    findings.map(({ code, severity, resource, message }) => [code, severity, resource, message]),
  ).toEqual([
    ['alarm-without-action', 'error', 's/C', 'it has no action for ALARM'],
    ['property-invalid', 'error', 's/A', 'Statistic: is required'],
    ...['s/N', 's/E'].map((id) => [
      'property-invalid',
      'error',
      id,
      'names nothing to watch: needs MetricName with Namespace, Statistic and Period, or Metrics, or EvaluationCriteria',
    ]),
    [
      'property-invalid',
      'error',
      's/B',
      'ComparisonOperator: got "GreaterThan", allowed: GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold, LessThanOrEqualToThreshold',
    ],
    [
      'property-invalid',
      'error',
      's/G',
      'LogGroupClass: got "NEWEST", allowed: STANDARD, INFREQUENT_ACCESS, DELIVERY, ESSENTIALS',
    ],
  ]);
});

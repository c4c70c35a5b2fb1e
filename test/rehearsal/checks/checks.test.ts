import { CHECKS, readTemplates, runChecks } from '../../../lib/rehearsal';
import { DEPTH, smallTemplate } from '../small-template';

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

/** Findings of the small template with some resources changed or added, as `code: name: message`. */
function findings(change: (resources: Resources) => void, facts = {}): string[] {
  const template = structuredClone(smallTemplate());
  change(template.Resources as Resources);
  const model = readTemplates([{ template, stackName: 's' }]);
  return runChecks(model, facts).map(({ code, name, message }) => `${code}: ${name}: ${message}`);
}

const set =
  (logicalId: string, properties: object) =>
  (resources: Resources): void => {
    Object.assign(resources[logicalId]!.Properties, properties);
  };
const transform =
  (properties: object, filter: object = {}) =>
  (resources: Resources): void => {
    const { Properties } = resources.ErrorLines!;
    Object.assign(Properties, filter);
    Object.assign((Properties.MetricTransformations as object[])[0]!, properties);
  };
const add =
  (logicalId: string, Type: string, Properties: object) =>
  (resources: Resources): void => {
    resources[logicalId] = { Type, Properties: Properties as Record<string, unknown> };
  };
const math =
  (Metrics: object[], rest: object = {}) =>
  (resources: Resources) => {
    const { AlarmName, EvaluationPeriods, Threshold, ComparisonOperator, AlarmActions } = DEPTH;
    resources.Depth!.Properties = {
      AlarmName,
      EvaluationPeriods,
      Threshold,
      ComparisonOperator,
      AlarmActions,
      Metrics,
      ...rest,
    };
  };
const queueMetric = {
  Namespace: 'AWS/SQS',
  MetricName: 'NumberOfMessagesSent',
  Dimensions: [{ Name: 'QueueName', Value: 'q' }],
};
const query = (Id: string) => ({
  Id,
  MetricStat: { Metric: queueMetric, Period: 60, Stat: 'Sum' },
  ReturnData: false,
});
const arns = (count: number) =>
  Array.from({ length: count }, (_, index) => `arn:aws:sns:us-east-1:1:t${index}`);
const statement = (Action: string | string[], Service = 'cloudwatch.amazonaws.com') => ({
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource: '*' }],
});
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
/** The function `f` as the action of an alarm, beside the function `f-other`, and one permission. */
const callable =
  (permission: object) =>
  (resources: Resources): void => {
    for (const name of ['f', 'f-other']) {
      add(name.replace('-', ''), 'AWS::Lambda::Function', { FunctionName: name, Code: { ZipFile: '' } })(
        resources,
      );
    }
    add('Permission', 'AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      ...permission,
    })(resources);
    set('Depth', { AlarmActions: [FUNCTION] })(resources);
  };
const encrypted = (KeyPolicy: object) => (resources: Resources) => {
  add('Key', 'AWS::KMS::Key', { KeyPolicy })(resources);
  set('Page', { KmsMasterKeyId: { Ref: 'Key' } })(resources);
};

test('a template in order has no findings', () => {
  expect(findings(() => {})).toEqual([]);
});

describe.each<[string, (resources: Resources) => void, string[]]>([
  [
    'six actions',
    set('Depth', { AlarmActions: arns(6) }),
    ['alarm-actions-too-many: depth: alarmActions: got 6 actions, allowed: 5'],
  ],
  [
    'an average over default values',
    (resources) => {
      transform({ DefaultValue: 0 })(resources);
      set('Errors', { Statistic: 'Average' })(resources);
    },
    ['alarm-diluted: errors: reads Average of errors, which has default value 0'],
  ],
  [
    'FILL with M = N',
    math([{ Id: 'e', Expression: 'FILL(m, 0)' }, query('m')]),
    ['alarm-fill-late: depth: FILL with 3 of 3 datapoints, allowed: M below N'],
  ],
  [
    'a breaching FILL that late data alone take into ALARM',
    (resources) => {
      math([{ Id: 'e', Expression: 'FILL(m, 0)' }, query('m')])(resources);
      set('Depth', { ComparisonOperator: 'LessThanThreshold', Threshold: 1, DatapointsToAlarm: 2 })(
        resources,
      );
    },
    ['alarm-fill-late: depth: FILL with 2 of 3 datapoints, allowed: M above 2, since the fill is breaching'],
  ],
  [
    'a breaching FILL that needs more periods than may be late',
    (resources) => {
      math([{ Id: 'e', Expression: 'IF(FILL(m, REPEAT), FILL(m, 0))' }, query('m')])(resources);
      set('Depth', { ComparisonOperator: 'LessThanThreshold', Threshold: 1 })(resources);
    },
    [],
  ],
  [
    'a sum with a series of zeros, which fills as well',
    math([{ Id: 'e', Expression: 'm + TIME_SERIES(0)' }, query('m')]),
    ['alarm-fill-late: depth: TIME_SERIES with 3 of 3 datapoints, allowed: M below N'],
  ],
  ['FILL that repeats what was last', math([{ Id: 'e', Expression: 'FILL(m, REPEAT)' }, query('m')]), []],
  [
    'FILL with M = N over five minutes',
    math([
      { Id: 'e', Expression: 'FILL(m, 0)' },
      { ...query('m'), MetricStat: { ...query('m').MetricStat, Period: 300 } },
    ]),
    [],
  ],
  [
    'M above N',
    set('Depth', { DatapointsToAlarm: 4 }),
    ['alarm-m-above-n: depth: datapointsToAlarm: got 4, allowed: 1 to 3'],
  ],
  [
    'a dimension that SQS does not have',
    set('Depth', { Dimensions: [{ Name: 'Queue', Value: 'jobs' }] }),
    [
      'alarm-not-fed: depth: AWS/SQS ApproximateNumberOfMessagesVisible: got dimensions {Queue}, allowed: {QueueName}',
    ],
  ],
  [
    'a metric of SQS misspelt',
    set('Depth', { MetricName: 'ApproximateNumberOfMessageVisible' }),
    [
      "alarm-not-fed: depth: nobody publishes AWS/SQS ApproximateNumberOfMessageVisible, did you mean 'ApproximateNumberOfMessagesVisible'",
    ],
  ],
  [
    'a metric of SQS that nobody here knows',
    set('Depth', { MetricName: 'NumberOfNoisyGroups' }),
    ['alarm-metric-unknown: depth: AWS/SQS has no metric NumberOfNoisyGroups in the catalogue of 2026-11-28'],
  ],
  [
    'an alarm without the dimensions of its filter',
    transform({ Dimensions: [{ Key: 'Worker', Value: '$.worker' }] }),
    ['alarm-not-fed: errors: LogMetrics errors: got dimensions none, allowed: {Worker}'],
  ],
  [
    "a metric's name misspelt",
    set('Errors', { MetricName: 'erors' }),
    ["alarm-not-fed: errors: nobody publishes LogMetrics erors, did you mean 'errors'"],
  ],
  [
    'a worker metric without its dimensions',
    set('Errors', { Namespace: 'Lava', MetricName: 'RunDelay' }),
    ['alarm-not-fed: errors: Lava RunDelay: got dimensions none, allowed: {Realm, Worker}'],
  ],
  [
    'a metric of a realm with a namespace of its own, without all of its dimensions',
    set('Errors', {
      Namespace: 'Acme',
      MetricName: 'RunTime',
      Dimensions: [{ Name: 'Realm', Value: 'dev' }],
    }),
    ['alarm-not-fed: errors: Acme RunTime: got dimensions {Realm}, allowed: {Realm, Job}'],
  ],
  [
    'a metric of an application that is called as one of ours is',
    set('Errors', { Namespace: 'Shop', MetricName: 'RunTime', Unit: 'Milliseconds' }),
    [],
  ],
  [
    "a worker metric's unit in another namespace",
    set('Errors', {
      Namespace: 'Acme',
      MetricName: 'RunDelay',
      Unit: 'Milliseconds',
      Dimensions: ['Realm', 'Worker'].map((Name) => ({ Name, Value: 'dev' })),
    }),
    ['alarm-unit-mismatch: errors: unit: got Milliseconds, allowed: Seconds, or none'],
  ],
  ["an application's own metric", set('Errors', { Namespace: 'Shop', MetricName: 'Orders' }), []],
  [
    'a period of 45 s',
    set('Errors', { Period: 45 }),
    ['alarm-period-invalid: errors: period: got 45 s, allowed: 10, 20, 30 or a multiple of 60'],
  ],
  [
    'a wall-clock window of 10 minutes',
    set('Errors', { Period: 600, EvaluationWindow: { WallClockWindow: {} } }),
    ['alarm-period-invalid: errors: period: got 600 s, allowed: 60, 300, 3600, 86400, 604800'],
  ],
  [
    'a wall-clock window in a time zone that there is not',
    set('Errors', { Period: 300, EvaluationWindow: { WallClockWindow: { Timezone: 'Sydney' } } }),
    [
      "alarm-period-invalid: errors: time zone: got 'Sydney', allowed: a name such as Australia/Sydney or UTC, or +05:30 in steps of five minutes",
    ],
  ],
  [
    'a wall-clock window of five minutes in Sydney',
    set('Errors', { Period: 300, EvaluationWindow: { WallClockWindow: { Timezone: 'Australia/Sydney' } } }),
    [],
  ],
  [
    'ten seconds of SQS',
    set('Depth', { Period: 10, TreatMissingData: 'breaching' }),
    [
      'alarm-period-too-short: depth: period: got 10s, AWS/SQS ApproximateNumberOfMessagesVisible is published every 1m, allowed: at least that',
    ],
  ],
  [
    'a statistic that CloudWatch does not have',
    set('Errors', { Statistic: 'Summ' }),
    [
      expect.stringMatching(
        /^alarm-statistic-invalid: errors: statistic is 'Summ'; allowed: SampleCount, Sum, /,
      ),
    ],
  ],
  [
    'a description without end',
    set('Errors', { AlarmDescription: 'x'.repeat(1025) }),
    ['alarm-text-too-long: errors: alarmDescription: got 1025 characters, allowed: 1024'],
  ],
  [
    'a unit that nobody publishes',
    set('Errors', { Unit: 'Seconds' }),
    ['alarm-unit-mismatch: errors: unit: got Seconds, allowed: None, or none'],
  ],
  [
    'a window of two days of minutes',
    set('Depth', { EvaluationPeriods: 2880 }),
    ['alarm-window-too-long: depth: got 2880 x 1m = 2d, allowed: 1d'],
  ],
  [
    'an alarm without action that no composite reads',
    (resources) => {
      set('Depth', { AlarmActions: [] })(resources);
      set('Both', { AlarmRule: 'ALARM(errors)' })(resources);
    },
    ['alarm-without-action: depth: it has no action for ALARM'],
  ],
  [
    'actions switched off',
    set('Both', { ActionsEnabled: false }),
    [
      'alarm-actions-disabled: both: its actions are disabled (ActionsEnabled: false), so that it tells nobody',
    ],
  ],
  [
    'an id that the metric math does not have',
    math([{ Id: 'e', Expression: 'm + x' }, query('m')]),
    [expect.stringMatching(/^alarm-math-invalid: depth: /)],
  ],
  [
    'a composite of an unknown alarm',
    set('Both', { AlarmRule: 'ALARM(deph)' }),
    ["composite-child-unknown: both: names 'deph', which the template does not have, did you mean 'depth'"],
  ],
  [
    'composites in a circle',
    (resources) => {
      set('Both', { AlarmRule: 'ALARM(other)' })(resources);
      add('Other', 'AWS::CloudWatch::CompositeAlarm', { AlarmName: 'other', AlarmRule: 'OK(both)' })(
        resources,
      );
    },
    ['composite-cycle: both: both -> other -> both'],
  ],
  [
    'a composite that can never be true',
    set('Both', { AlarmRule: 'ALARM(depth) AND OK(depth)' }),
    ['composite-never-alarms: both: ALARM(depth) AND OK(depth) can never be true'],
  ],
  [
    'a composite that can never be false',
    set('Both', { AlarmRule: 'ALARM(depth) OR NOT ALARM(depth)' }),
    ['composite-never-alarms: both: ALARM(depth) OR NOT ALARM(depth) can never be false'],
  ],
  [
    'AND and OR without parentheses',
    set('Both', { AlarmRule: 'ALARM(depth) AND ALARM(errors) OR OK(errors)' }),
    [expect.stringMatching(/^composite-precedence: both: .*parenthes/)],
  ],
  [
    'a rule that does not parse',
    set('Both', { AlarmRule: 'ALARM(depth) and ALARM(errors)' }),
    [expect.stringMatching(/^composite-rule-invalid: both: /)],
  ],
  [
    'a dashboard that is not JSON',
    add('Board', 'AWS::CloudWatch::Dashboard', { DashboardName: 'board', DashboardBody: '{' }),
    [expect.stringMatching(/^dashboard-limits: board: not JSON: /)],
  ],
  [
    'a dashboard of 501 widgets',
    add('Board', 'AWS::CloudWatch::Dashboard', {
      DashboardName: 'board',
      DashboardBody: JSON.stringify({ widgets: Array(501).fill({}) }),
    }),
    ['dashboard-limits: board: got 501 widgets, allowed: 500'],
  ],
  [
    'a default value with dimensions',
    (resources) => {
      transform({ DefaultValue: 0, Dimensions: [{ Key: 'Worker', Value: '$.worker' }] })(resources);
      set('Errors', { Dimensions: [{ Name: 'Worker', Value: 'core' }] })(resources);
    },
    [
      'filter-default-with-dimensions: error-lines: got default value 0 with dimensions Worker, allowed: one of the two',
    ],
  ],
  [
    'dimensions on a text pattern',
    (resources) => {
      transform(
        { Dimensions: [{ Key: 'Worker', Value: '$.worker' }] },
        { FilterPattern: 'ERROR' },
      )(resources);
      set('Errors', { Dimensions: [{ Name: 'Worker', Value: 'core' }] })(resources);
    },
    [
      "filter-dimensions-on-text: error-lines: dimensions need fields, got the text pattern 'ERROR', allowed: { … } or [ … ]",
    ],
  ],
  [
    'a value that is no value',
    transform({ MetricValue: 'one' }),
    ["filter-limits: error-lines: the metric value 'one' is no number, no $.json.field and no $name"],
  ],
  [
    'a unit that CloudWatch does not have',
    transform({ Unit: 'Jobs' }),
    ["filter-limits: error-lines: 'Jobs' is no CloudWatch unit; units are Count, Seconds, Bytes, None …"],
  ],
  [
    'four dimensions',
    (resources) => {
      const Dimensions = ['worker', 'host', 'realm', 'level'].map((Key) => ({ Key, Value: `$.${Key}` }));
      transform({ Dimensions })(resources);
      set('Errors', { Dimensions: Dimensions.map(({ Key }) => ({ Name: Key, Value: 'x' })) })(resources);
    },
    ['filter-limits: error-lines: it has 4 dimensions, at most 3 are allowed'],
  ],
  [
    'a dimension that is a literal',
    (resources) => {
      transform({ Dimensions: [{ Key: 'Worker', Value: 'core' }] })(resources);
      set('Errors', { Dimensions: [{ Name: 'Worker', Value: 'core' }] })(resources);
    },
    [
      "filter-limits: error-lines: dimension Worker has the value 'core'; a dimension takes its value from $.json.field or $name",
    ],
  ],
  [
    'a filter on a cheap log group',
    add('Logs', 'AWS::Logs::LogGroup', {
      LogGroupName: '/var/log/lava/dev',
      LogGroupClass: 'INFREQUENT_ACCESS',
    }),
    ['filter-log-class: error-lines: reads /var/log/lava/dev of class INFREQUENT_ACCESS, allowed: STANDARD'],
  ],
  [
    'a level that nobody logs',
    transform({}, { FilterPattern: '{ $.level = "ERR" }' }),
    ["filter-never-matches: error-lines: $.level: got 'ERR', allowed: DEBUG, INFO, WARNING, ERROR, CRITICAL"],
  ],
  [
    "a level that nobody logs, in a log group of somebody else's",
    transform({}, { LogGroupName: '/var/log/shop/web', FilterPattern: '{ $.level = "ERR" }' }),
    [],
  ],
  [
    'a level that nobody logs, in a log group of a system of another name',
    (resources) => {
      const filter = { LogGroupName: '/var/log/acme/dev', FilterPattern: '{ $.level = "ERR" }' };
      transform({ MetricName: 'acme-dev-core-errors' }, filter)(resources);
      set('Errors', { MetricName: 'acme-dev-core-errors' })(resources);
    },
    ["filter-never-matches: error-lines: $.level: got 'ERR', allowed: DEBUG, INFO, WARNING, ERROR, CRITICAL"],
  ],
  [
    'a field that is nearly one',
    transform({}, { FilterPattern: '{ $.job-id = "x" }' }),
    ["filter-never-matches: error-lines: $.job-id is no field of a record, did you mean '$.job_id'"],
  ],
  [
    'a heartbeat filter that hears no heartbeat',
    (resources) => {
      transform(
        { MetricName: 'lava-dev-core-heartbeats' },
        { FilterPattern: '{ $.message = "alive" }' },
      )(resources);
      set('Errors', { MetricName: 'lava-dev-core-heartbeats' })(resources);
    },
    [
      "filter-never-matches: error-lines: does not match a heartbeat of worker 'core', which lava-dev-core-heartbeats counts",
    ],
  ],
  [
    'a pattern that does not parse',
    transform({}, { FilterPattern: '{ $.level == "ERROR" }' }),
    [expect.stringMatching(/^filter-pattern-invalid: error-lines: /)],
  ],
  [
    'a function as an action without a permission',
    (resources) => {
      add('F', 'AWS::Lambda::Function', { FunctionName: 'f', Code: { ZipFile: '' } })(resources);
      set('Depth', { AlarmActions: [{ 'Fn::GetAtt': ['F', 'Arn'] }] })(resources);
    },
    [
      'function-action-denied: depth: function f has no permission for lambda.alarms.cloudwatch.amazonaws.com',
    ],
  ],
  [
    'a function as an action with a permission for another function whose name begins alike',
    callable({ FunctionName: `${FUNCTION}-other` }),
    [
      'function-action-denied: depth: function f has no permission for lambda.alarms.cloudwatch.amazonaws.com',
    ],
  ],
  [
    'a function as an action with a permission for another alarm',
    callable({ FunctionName: 'f', SourceArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors' }),
    [
      'function-action-denied: depth: function f has no permission for lambda.alarms.cloudwatch.amazonaws.com',
    ],
  ],
  [
    'a function as an action for OK without a permission',
    (resources) => {
      callable({ FunctionName: 'f', Principal: 'sns.amazonaws.com' })(resources);
      set('Depth', { AlarmActions: [{ Ref: 'Page' }], OKActions: [FUNCTION] })(resources);
    },
    [
      'function-action-denied: depth: function f has no permission for lambda.alarms.cloudwatch.amazonaws.com',
    ],
  ],
  [
    'a function as an action with a permission for all alarms of the account',
    callable({ FunctionName: FUNCTION, SourceArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:*' }),
    [],
  ],
  [
    'a function without a permission whose name is the beginning of an action',
    (resources) => {
      callable({ FunctionName: 'f-other' })(resources);
      set('Depth', { AlarmActions: [`${FUNCTION}-other`] })(resources);
    },
    [],
  ],
  [
    'an alias of a function as an action with a permission',
    (resources) => {
      callable({ FunctionName: `${FUNCTION}:live` })(resources);
      set('Depth', { AlarmActions: [`${FUNCTION}:live`] })(resources);
    },
    [],
  ],
  [
    'a log alarm',
    add('L', 'AWS::CloudWatch::LogAlarm', { AlarmName: 'log' }),
    ['not-modelled: log: log alarms are not modelled'],
  ],
  [
    'a composite of a log alarm, which keeps its other alarm from being without an action',
    (resources) => {
      add('L', 'AWS::CloudWatch::LogAlarm', { AlarmName: 'log' })(resources);
      set('Depth', { AlarmActions: [] })(resources);
      set('Both', { AlarmRule: 'ALARM(depth) AND NOT ALARM(log)', AlarmActions: [] })(resources);
    },
    [
      'alarm-without-action: both: it has no action for ALARM',
      'not-modelled: log: log alarms are not modelled',
      "not-modelled: both: it reads 'log', which is not modelled",
    ],
  ],
  [
    'a mute rule for a log alarm',
    (resources) => {
      add('L', 'AWS::CloudWatch::LogAlarm', { AlarmName: 'log' })(resources);
      add('Night', 'AWS::CloudWatch::AlarmMuteRule', {
        Name: 'night',
        Rule: { Schedule: { Expression: 'cron(0 22 * * *)', Duration: 'PT8H' } },
        MuteTargets: { AlarmNames: ['log'] },
      })(resources);
    },
    ['not-modelled: log: log alarms are not modelled'],
  ],
  [
    "the key that is Amazon's",
    set('Page', { KmsMasterKeyId: 'alias/aws/sns' }),
    [
      'topic-key-denies: lava-dev-alerts-page: got key alias/aws/sns, which never lets CloudWatch in, allowed: a customer key',
    ],
  ],
  [
    'a key that grants half of it',
    encrypted(statement('kms:Decrypt')),
    [
      'topic-key-denies: lava-dev-alerts-page: key Key does not grant kms:GenerateDataKey to cloudwatch.amazonaws.com',
    ],
  ],
  [
    'a mute rule in a time zone that there is not',
    add('Night', 'AWS::CloudWatch::AlarmMuteRule', {
      Name: 'night',
      Rule: { Schedule: { Expression: 'cron(0 22 * * *)', Duration: 'PT8H', Timezone: 'Sydney' } },
      MuteTargets: { AlarmNames: ['depth'] },
    }),
    ["mute-rule-invalid: night: unknown time zone 'Sydney', expected a name such as Australia/Sydney or UTC"],
  ],
  [
    'a mute rule for an alarm that there is not',
    add('Night', 'AWS::CloudWatch::AlarmMuteRule', {
      Name: 'night',
      Rule: { Schedule: { Expression: 'cron(0 22 * * *)', Duration: 'PT8H' } },
      MuteTargets: { AlarmNames: ['depth', 'dept'] },
    }),
    ["mute-target-unknown: night: 'dept' is not in the template"],
  ],
  ['a key that grants all of it', encrypted(statement(['kms:Decrypt', 'kms:GenerateDataKey*'])), []],
  [
    'a topic policy that lets another service in',
    add('Policy', 'AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: 'Page' }],
      PolicyDocument: statement('sns:Publish', 'events.amazonaws.com'),
    }),
    [
      'topic-policy-denies: lava-dev-alerts-page: policy Policy replaces the default one and does not let cloudwatch.amazonaws.com publish',
    ],
  ],
  [
    'an inline topic policy that lets another service in',
    add('Policy', 'AWS::SNS::TopicInlinePolicy', {
      TopicArn: { Ref: 'Page' },
      PolicyDocument: statement('sns:Publish', 'events.amazonaws.com'),
    }),
    [
      'topic-policy-denies: lava-dev-alerts-page: policy Policy replaces the default one and does not let cloudwatch.amazonaws.com publish',
    ],
  ],
  [
    'a topic policy that lets CloudWatch in',
    add('Policy', 'AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: 'Page' }],
      PolicyDocument: statement('sns:Publish'),
    }),
    [],
  ],
  [
    'a topic without a subscription',
    (resources) => {
      delete resources.TicketMail;
    },
    ['topic-without-subscriber: tickets: has no subscription, and is an action of errors'],
  ],
])('%s', (_, change, expected) => {
  test(expected.length === 0 ? 'is fine' : 'is found, and nothing else is', () => {
    expect(findings(change)).toEqual(expected);
  });
});

test('a period shorter than the heartbeat interval that the realm states is found', () => {
  const facts = { emissionSeconds: (_: string, name: string) => (name === 'errors' ? 300 : undefined) };
  expect(findings(() => {}, facts)).toEqual([
    'alarm-period-too-short: errors: period: got 1m, LogMetrics errors is published every 5m, allowed: at least that',
  ]);
});

test('a child of too many composites, and too many filters of a group, are found', () => {
  const many = (resources: Resources) => {
    for (let index = 0; index < 151; index++) {
      add(`C${index}`, 'AWS::CloudWatch::CompositeAlarm', {
        AlarmName: `c${index}`,
        AlarmRule: 'ALARM(depth)',
        AlarmActions: [{ Ref: 'Page' }],
      })(resources);
    }
    for (let index = 0; index < 101; index++) {
      add(`F${index}`, 'AWS::Logs::MetricFilter', {
        LogGroupName: 'g',
        FilterPattern: index < 4 ? '%x%' : 'x',
        MetricTransformations: [{ MetricNamespace: 'N', MetricName: 'm', MetricValue: '1' }],
      })(resources);
    }
    for (let index = 0; index < 3; index++) {
      add(`S${index}`, 'AWS::Logs::SubscriptionFilter', {
        LogGroupName: 'g',
        FilterPattern: index < 2 ? '{ $.x = %y% }' : '',
        DestinationArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      })(resources);
    }
  };
  expect(findings(many)).toEqual([
    'composite-children-shared: depth: is a child of 152 composites, allowed: 150',
    'filter-quota: g: got 101 metric filters, allowed: 100',
    'filter-quota: g: got 3 subscription filters, allowed: 2',
    'filter-quota: g: got 6 filters with a regex, allowed: 5',
  ]);
});

test('the alarms of another template are not searched for the ones that were meant, beyond a hundred', () => {
  const lines = findings((resources) => {
    const children = Array.from({ length: 100 }, (_, index) => `ALARM(deptx-${index})`).join(' AND ');
    set('Both', { AlarmRule: `ALARM(deptx) AND (${children.slice(0, children.lastIndexOf(' AND'))})` })(
      resources,
    );
    add('More', 'AWS::CloudWatch::CompositeAlarm', {
      AlarmName: 'more',
      AlarmRule: 'ALARM(deptx)',
      AlarmActions: [{ Ref: 'Page' }],
    })(resources);
  });
  expect(lines.length).toBe(101);
  expect(lines[0]).toContain("names 'deptx', which the template does not have, did you mean 'depth'");
  expect(lines[100]).toBe("composite-child-unknown: more: names 'deptx', which the template does not have");
});

test('a finding has the logical id with its stack', () => {
  const template = smallTemplate({ DatapointsToAlarm: 9 });
  expect(runChecks(readTemplates([{ template, stackName: 's' }]))).toEqual([
    {
      code: 'alarm-m-above-n',
      severity: 'error',
      resource: 's/Depth',
      name: 'depth',
      message: 'datapointsToAlarm: got 9, allowed: 1 to 3',
    },
  ]);
});

test('codes are unique and in order', () => {
  const codes = CHECKS.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
});

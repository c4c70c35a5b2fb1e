import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates, runChecks } from '../../../lib/rehearsal';

const plan = JSON.parse(readFileSync(join(__dirname, 'terraform/plan.json'), 'utf8'));
const read = (template: unknown) => readTemplates([{ template, stackName: 'plan' }]);

interface Planned {
  address: string;
  values?: object;
  unknown?: object;
  expressions?: object;
  module?: string;
}

/** A plan of resources of the root module, as Terraform prints it. */
function planOf(resources: readonly Planned[], configuration: object = {}) {
  const named = resources.map(({ address, values = {}, unknown = {}, expressions }) => {
    const [type, rest] = address.split('.') as [string, string];
    const name = rest.replace(/\[.*$/, '');
    return { address, mode: 'managed', type, name, values, unknown, expressions };
  });
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: { resources: named } },
    resource_changes: named.map(({ address, unknown }) => ({ address, change: { after_unknown: unknown } })),
    configuration: { root_module: { resources: named, ...configuration } },
  };
}

const ALARM = {
  alarm_name: 'deep',
  namespace: 'AWS/SQS',
  metric_name: 'ApproximateNumberOfMessagesVisible',
  dimensions: { QueueName: 'jobs' },
  statistic: 'Maximum',
  period: 60,
  evaluation_periods: 3,
  threshold: 100,
  comparison_operator: 'GreaterThanThreshold',
};
const references = (...names: string[]) => ({ references: names });

test('resources are called by their addresses, in modules, with count and for_each', () => {
  const model = read(plan);
  const alarms = model.resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
  expect(alarms.map(({ logicalId, name }) => [logicalId, name])).toEqual([
    ['aws_cloudwatch_metric_alarm.errors[0]', 'errors'],
    ['aws_cloudwatch_metric_alarm.share', 'share'],
    ['aws_cloudwatch_metric_alarm.spare', 'spare'],
    ['module.depth["jobs"].aws_cloudwatch_metric_alarm.this', 'depth-jobs'],
    ['module.depth["mail/out"].aws_cloudwatch_metric_alarm.this', 'depth-mail/out'],
  ]);
  expect(model.notModelled).toEqual({ aws_lb: 1 });
});

test('an attribute that is known only after apply is the same wherever it is used', () => {
  const { alarms } = read(plan);
  const share = alarms.find(({ alarmName }) => alarmName === 'share')!;
  expect(share.metrics?.flatMap(({ metricStat }) => (metricStat ? [metricStat.dimensions] : []))).toEqual([
    { LoadBalancer: '‹aws_lb.web.arn_suffix›' },
    { LoadBalancer: '‹aws_lb.web.arn_suffix›' },
  ]);
  expect(alarms.find(({ alarmName }) => alarmName === 'spare')!.metric?.dimensions).toEqual({
    QueueName: 'spare-‹aws_sqs_queue.drawn.name›',
  });
});

test('findings carry addresses', () => {
  const broken = planOf([
    { address: 'aws_cloudwatch_metric_alarm.deep["a"]', values: { ...ALARM, threshold: null } },
  ]);
  expect(runChecks(read(broken)).map(({ code, resource, message }) => [code, resource, message])).toEqual([
    ['property-invalid', 'plan/aws_cloudwatch_metric_alarm.deep["a"]', 'Threshold: is required'],
  ]);
});

test('a number that is known only after apply leaves the alarm out', () => {
  const open = planOf([
    {
      address: 'aws_cloudwatch_metric_alarm.deep',
      values: { ...ALARM, threshold: undefined },
      unknown: { threshold: true, arn: true },
      expressions: { threshold: references('random_integer.depth.result', 'random_integer.depth') },
    },
  ]);
  expect(read(open).unsupported).toEqual([
    {
      logicalId: 'aws_cloudwatch_metric_alarm.deep',
      type: 'AWS::CloudWatch::Alarm',
      reason: 'Threshold is known only after apply (threshold of random_integer.depth.result)',
      cause: 'unknown',
    },
  ]);
});

describe('a value that is made of references', () => {
  const TOPIC = {
    address: 'aws_sns_topic.ops[0]',
    values: { name: 'ops' },
    unknown: { arn: true, id: true },
  };
  const actionsOf = (expression: object, configuration: object = {}) =>
    read(
      planOf(
        [
          TOPIC,
          {
            address: 'aws_cloudwatch_metric_alarm.deep',
            values: ALARM,
            unknown: { alarm_actions: true },
            expressions: { alarm_actions: expression },
          },
        ],
        configuration,
      ),
    ).alarms[0]!.alarmActions;
  const OPS = 'arn:aws:sns:us-east-1:123456789012:ops';

  test('follows an attribute to its resource', () => {
    expect(
      actionsOf(references('aws_sns_topic.ops[0].arn', 'aws_sns_topic.ops[0]', 'aws_sns_topic.ops')),
    ).toEqual([OPS]);
  });

  test('follows outputs of modules to arguments of their calls', () => {
    const module_calls = {
      names: {
        expressions: {
          topic: references('aws_sns_topic.ops[0].arn', 'aws_sns_topic.ops[0]', 'aws_sns_topic.ops'),
        },
        module: { outputs: { arn: { expression: references('var.topic') } } },
      },
    };
    expect(actionsOf(references('module.names.arn', 'module.names'), { module_calls })).toEqual([OPS]);
  });

  test('does not follow a local value, a splat or a key', () => {
    expect(actionsOf(references('local.topics'))).toEqual(['‹local.topics›']);
    expect(actionsOf(references('aws_sns_topic.ops'))).toEqual(['‹aws_sns_topic.ops›']);
  });

  test('is another one for each key, where the key is part of it', () => {
    const planned = ['["a"]', '["b"]'].map((key) => ({
      address: `aws_cloudwatch_metric_alarm.deep${key}`,
      values: ALARM,
      unknown: { alarm_actions: true },
      expressions: { alarm_actions: references('aws_sns_topic.ops', 'each.key') },
    }));
    const { alarms, incompleteAlarms } = read(
      planOf(planned.map((one, at) => ({ ...one, values: { ...ALARM, alarm_name: `deep-${at}` } }))),
    );
    expect(incompleteAlarms).toEqual([]);
    expect(alarms.map(({ alarmActions }) => alarmActions)).toEqual([
      ['‹aws_sns_topic.ops[_a_]›'],
      ['‹aws_sns_topic.ops[_b_]›'],
    ]);
  });

  test('in a name or a rule may be only a part of it', () => {
    const { alarms, unsupported } = read(
      planOf([
        { address: 'aws_lb.web', unknown: { arn_suffix: true } },
        {
          address: 'aws_cloudwatch_metric_alarm.deep',
          values: { ...ALARM, alarm_name: undefined },
          unknown: { alarm_name: true, arn: true },
          expressions: { alarm_name: references('aws_lb.web.arn_suffix', 'aws_lb.web') },
        },
        {
          address: 'aws_cloudwatch_composite_alarm.any',
          values: { alarm_name: 'any' },
          unknown: { alarm_rule: true },
          expressions: {
            alarm_rule: references(
              'aws_cloudwatch_metric_alarm.deep.arn',
              'aws_cloudwatch_metric_alarm.deep',
            ),
          },
        },
      ]),
    );
    expect(alarms.map(({ alarmName }) => alarmName)).toEqual(['‹alarm_name_of_aws_lb.web.arn_suffix›']);
    expect(unsupported.map(({ reason }) => reason)).toEqual([
      'AlarmRule is known only after apply (alarm_rule of aws_cloudwatch_metric_alarm.deep.arn)',
    ]);
  });

  test('of which one is known is not taken for the other', () => {
    const { alarms } = read(
      planOf([
        { address: 'aws_sqs_queue.jobs', values: { name: 'jobs' }, unknown: { url: true } },
        {
          address: 'aws_cloudwatch_metric_alarm.deep',
          values: { ...ALARM, dimensions: {} },
          unknown: { dimensions: { QueueName: true } },
          expressions: { dimensions: references('aws_sqs_queue.jobs.name', 'aws_sqs_queue.jobs') },
        },
      ]),
    );
    expect(alarms[0]!.metric?.dimensions).toEqual({
      QueueName: '‹dimensions.QueueName_of_aws_sqs_queue.jobs.name›',
    });
  });
});

describe('an alarm without actions has a reader in', () => {
  const alarm = { address: 'aws_cloudwatch_metric_alarm.deep', values: ALARM };
  const rule = {
    address: 'aws_cloudwatch_event_rule.fired',
    values: {
      name: 'fired',
      event_pattern: '{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"]}',
    },
  };
  const target = {
    address: 'aws_cloudwatch_event_target.fired',
    values: { rule: 'fired', arn: 'arn:aws:lambda:us-east-1:123456789012:function:mend' },
  };

  test.each<[string, Planned[]]>([
    ['a rule with a target', [rule, target]],
    [
      'a deployment of ECS',
      [{ address: 'aws_ecs_service.web', values: { name: 'web', alarms: [{ alarm_names: ['deep'] }] } }],
    ],
    [
      'a deployment of CodeDeploy',
      [
        {
          address: 'aws_codedeploy_deployment_group.web',
          values: { alarm_configuration: [{ alarms: ['deep'] }] },
        },
      ],
    ],
    [
      'a health check',
      [{ address: 'aws_route53_health_check.web', values: { cloudwatch_alarm_name: 'deep' } }],
    ],
  ])('%s', (_, readers) => {
    const codes = (planned: Planned[]) => runChecks(read(planOf(planned))).map(({ code }) => code);
    expect(codes([alarm, ...readers])).not.toContain('alarm-without-action');
    expect(codes([alarm, rule])).toContain('alarm-without-action');
  });
});

test('resources of several Regions are a stack each', () => {
  const model = read(
    planOf([
      { address: 'aws_cloudwatch_metric_alarm.a', values: { ...ALARM, region: 'eu-west-1' } },
      {
        address: 'aws_cloudwatch_metric_alarm.b',
        values: { ...ALARM, arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:deep' },
      },
    ]),
  );
  expect(model.resources.map(({ id }) => id)).toEqual([
    'plan-eu-west-1/aws_cloudwatch_metric_alarm.a',
    'plan-us-east-1/aws_cloudwatch_metric_alarm.b',
  ]);
  expect(model.alarms.map(({ alarmArn }) => alarmArn)).toEqual([
    'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:deep',
    'arn:aws:cloudwatch:us-east-1:123456789012:alarm:deep',
  ]);
});

test('a policy of a topic that is known only after apply is said, and nothing is made of it', () => {
  const model = read(
    planOf([
      {
        address: 'aws_sns_topic_policy.ops',
        unknown: { policy: true, arn: true },
        expressions: {
          policy: references('data.aws_iam_policy_document.ops.json'),
          arn: references('aws_sns_topic.ops.arn'),
        },
      },
    ]),
  );
  expect(model.unsupported.map(({ reason }) => reason)).toEqual([
    'PolicyDocument is known only after apply (policy of data.aws_iam_policy_document.ops.json)',
  ]);
});

test('a subscription of a state that was never confirmed is none', () => {
  const values = {
    topic_arn: 'arn:aws:sns:us-east-1:123456789012:ops',
    protocol: 'email',
    endpoint: 'a@example.com',
  };
  const resources = [
    {
      address: 'aws_sns_topic_subscription.a',
      mode: 'managed',
      type: 'aws_sns_topic_subscription',
      name: 'a',
      values: { ...values, pending_confirmation: true },
    },
  ];
  const model = read({
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: { root_module: { resources } },
  });
  expect(model.subscriptions).toEqual([]);
  expect(model.unsupported).toEqual([
    {
      logicalId: 'aws_sns_topic_subscription.a',
      type: 'AWS::SNS::Subscription',
      reason: 'it was never confirmed, so nothing is delivered to it',
    },
  ]);
});

describe('a plan that is not of all resources is a finding', () => {
  const whole = planOf([{ address: 'aws_cloudwatch_metric_alarm.deep', values: ALARM }]);
  const found = (more: object) =>
    runChecks(read({ ...whole, ...more }))
      .filter(({ resource }) => resource === 'plan')
      .map(({ code, severity, message }) => [code, severity, message]);

  test.each([
    ['of which planning succeeded', { errored: false, complete: true }, []],
    [
      'of which planning failed',
      { errored: true, complete: false },
      [
        [
          'property-invalid',
          'error',
          'planning failed (errored: true), so that resources are missing from it; give a plan that succeeds',
        ],
      ],
    ],
    [
      'of some targets',
      { errored: false, complete: false },
      [
        [
          'value-not-known',
          'warning',
          'it is not of all resources (complete: false), as one made with -target; give a plan of everything',
        ],
      ],
    ],
  ])('%s', (_, more, expected) => {
    expect(found(more)).toEqual(expected);
  });

  test('also where it has none', () => {
    const model = read({ ...planOf([]), errored: true });
    expect(model.unsupported.map(({ logicalId, type }) => [logicalId, type])).toEqual([
      ['plan', 'terraform plan'],
    ]);
  });
});

describe('what is no plan or state is said', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-terraform-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const SHOW = 'give what terraform show -json prints';

  test.each([
    [
      'alarms.tf',
      'resource "aws_sns_topic" "a" {\n  name = "a"\n}\n',
      `a file of Terraform as it is written or stored; ${SHOW} of the plan or the state`,
    ],
    [
      'terraform.tfstate',
      '{"version":4,"lineage":"x","resources":[]}',
      `a file of Terraform as it is written or stored; ${SHOW} of the plan or the state`,
    ],
    ['plan', 'PK\u0003\u0004', `an archive; of a plan of Terraform ${SHOW}`],
    ['later.json', '{"format_version":"2.0"}', `Terraform's format_version: got 2.0, allowed: 1.x; ${SHOW}`],
    [
      'empty.json',
      '{"format_version":"1.0"}',
      `no plan of Terraform, and no state that has resources; ${SHOW} of one`,
    ],
  ])('%s', (name, text, message) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    expect(() => readTemplates([{ path }])).toThrow(new Error(`${path}: ${message}`));
  });
});

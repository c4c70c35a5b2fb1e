import 'aws-cdk-lib/testhelpers/jest-autoclean';
import 'tiltmeter/testing';
import { join } from 'node:path';
import { App, Duration, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, ComparisonOperator, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import {
  assertAlarms,
  assertPassesChecks,
  assertStaysQuiet,
  TemplateChecks,
  type TemplateChecksProps,
} from 'tiltmeter/testing';
import { readTemplates, templateSources } from '../../lib/rehearsal';

function appWith({ subscribed = true, plugin }: { subscribed?: boolean; plugin?: TemplateChecksProps } = {}) {
  const app = new App({ builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'shop');
  const topic = new Topic(stack, 'Page');
  if (subscribed) topic.addSubscription(new EmailSubscription('oncall@example.com'));
  const alarm = new Alarm(stack, 'Depth', {
    alarmName: 'depth',
    metric: new Metric({
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensionsMap: { QueueName: 'jobs' },
      statistic: 'Maximum',
      period: Duration.minutes(1),
    }),
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 100,
    evaluationPeriods: 3,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  if (plugin) Validations.of(app).addPlugins(new TemplateChecks(plugin));
  return { app, stack };
}

const incident = (series: string, expectations: object[] = []) => ({
  title: 'a backlog',
  for: '30m',
  signals: [
    {
      metric: {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: 'jobs' },
      },
      series,
    },
  ],
  expect: expectations,
});
const BACKLOG = incident('0x9 500x9 0x9');
const HEALTH = incident('100x29');

/** The message that a matcher fails with. */
function failure(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion held');
}

describe('matchers', () => {
  const template = Template.fromStack(appWith().stack);

  test('toAlarm', () => {
    expect(template).toAlarm(BACKLOG);
    expect(template).toAlarm(BACKLOG, 'depth');
    expect(template).not.toAlarm(HEALTH);
    expect(template).not.toAlarm(incident('0x9 500x9', [{ by: '5m', alarm: 'depth' }]));
    expect(failure(() => expect(template).toAlarm(HEALTH, 'depth'))).toBe(
      'expected depth to go into ALARM; alarms in ALARM: none\npass  incident  a backlog (0/0)',
    );
  });

  test('toAlarm takes alarms that are deployed, and a plan of Terraform', () => {
    const alarm = {
      AlarmName: 'depth',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 100,
      ComparisonOperator: 'GreaterThanThreshold',
    };
    expect({ MetricAlarms: [alarm], CompositeAlarms: [] }).toAlarm(BACKLOG, 'depth');
    const plan = join(__dirname, '../rehearsal/template/terraform/plan.json');
    expect(plan).toAlarm(BACKLOG, 'depth-jobs');
    expect(plan).not.toAlarm(BACKLOG, 'spare');
  });

  test('toAlarm takes an alarm by its name, its logical id and the path of its construct', () => {
    const [logicalId] = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    for (const alarm of ['depth', logicalId!, 'Depth', 'shop/Depth', 'shop/Depth/Resource'])
      expect(template).toAlarm(BACKLOG, alarm);
    expect(template).toAlarm(incident('0x9 500x9', [{ by: '20m', alarm: 'shop/Depth', notified: 'Page' }]));
  });

  test('an alarm that the template does not have is an error, whatever is expected of it', () => {
    const unknown = "unknown alarm, got 'depht', did you mean 'depth', allowed: depth";
    expect(failure(() => expect(template).toAlarm(BACKLOG, 'depht'))).toBe(unknown);
    expect(failure(() => expect(template).not.toAlarm(BACKLOG, 'depht'))).toBe(unknown);
  });

  test('a stack, a stage and an app are played under the names that the command line has', () => {
    const app = new App({ builtinCloudFormationValidation: false });
    const stage = new Stage(app, 'Prod');
    const stack = new Stack(stage, 'shop');
    const depth = new Alarm(stack, 'Depth', {
      metric: new Metric({
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensionsMap: { QueueName: 'jobs' },
      }),
      threshold: 100,
      evaluationPeriods: 1,
    });
    const [alarm] = readTemplates(templateSources(app.synth().directory)).alarms;
    expect(alarm!.alarmName).toMatch(/^Prod-shop-Depth/);
    for (const place of [stack, stage, app]) expect(place).toAlarm(BACKLOG, alarm!.alarmName);
    expect(Template.fromStack(stack)).toAlarm(BACKLOG, alarm!.alarmName);
    expect(Template.fromStack(stack)).toAlarm(BACKLOG, depth.node.path);
    expect(failure(() => expect(depth).toStayQuiet(HEALTH))).toBe(
      'Prod/shop/Depth is no stack, stage or app; give one of these',
    );
  });

  test('toStayQuiet', () => {
    expect(template).toStayQuiet(HEALTH);
    expect(template).not.toStayQuiet(BACKLOG);
    const lines = failure(() => expect(template).toStayQuiet(BACKLOG)).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'expected no alarm; alarms in ALARM: depth',
      'pass  incident  a backlog (0/0)',
      'depth  Maximum of AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=jobs} > 100, 3 of 3 x 1m, missing: missing',
    ]);
  });

  test('toPassChecks finds what is wrong in one branch only, and names it', () => {
    const branched = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: {
        Lone: { Type: 'AWS::SNS::Subscription', Condition: 'Prod', Properties: { Protocol: 'email' } },
      },
    };
    expect(failure(() => expect(branched).toPassChecks())).toMatch(
      /^error property-invalid: stack\/Lone: TopicArn: is required \(when Prod\)$/m,
    );
  });

  test('toPassChecks', () => {
    const mute = Template.fromStack(appWith({ subscribed: false }).stack);
    expect(template).toPassChecks();
    expect(mute).not.toPassChecks();
    expect(mute).toPassChecks({ allow: ['topic-without-subscriber'] });
    expect(failure(() => expect(mute).toPassChecks())).toMatch(
      /^expected checks to find nothing\nerror topic-without-subscriber: stack\/Page\w+: has no subscription, and is an action of depth$/,
    );
  });

  test('a parsed template and a model that was read serve as well', () => {
    expect(template.toJSON()).toAlarm(BACKLOG);
    expect(readTemplates([{ template: template.toJSON() }])).toAlarm(BACKLOG);
  });

  test('a mistake in an incident is an error, whatever the matcher expects', () => {
    expect(() => expect(template).not.toAlarm({ ...BACKLOG, titel: 'x' })).toThrow(
      /^incident:\d+: unknown key, got 'titel', did you mean 'title'/,
    );
  });
});

describe('functions for runners without matchers', () => {
  const template = Template.fromStack(appWith().stack);

  test('hold in silence', () => {
    assertAlarms(template, BACKLOG, 'depth');
    assertStaysQuiet(template, HEALTH);
    assertPassesChecks(template);
  });

  test('throw an AssertionError with what the matcher says', () => {
    const thrown = (assertion: () => void): unknown => {
      try {
        return assertion();
      } catch (error) {
        return error;
      }
    };
    expect(thrown(() => assertAlarms(template, HEALTH, 'depth'))).toMatchObject({
      name: 'AssertionError',
      operator: 'assertAlarms',
      message: 'expected depth to go into ALARM; alarms in ALARM: none\npass  incident  a backlog (0/0)',
      stack: expect.not.stringContaining('at assertAlarms'),
    });
    expect(thrown(() => assertStaysQuiet(template, BACKLOG))).toMatchObject({
      message: expect.stringMatching(/^expected no alarm; alarms in ALARM: depth\n/),
    });
    expect(
      thrown(() => assertPassesChecks(Template.fromStack(appWith({ subscribed: false }).stack))),
    ).toMatchObject({
      message: expect.stringMatching(/^expected checks to find nothing\nerror topic-without-subscriber: /),
    });
  });
});

describe('the validation plugin', () => {
  test('lets a stack in order pass', () => {
    expect(() => appWith({ plugin: {} }).app.synth()).not.toThrow();
  });

  test('stops the synthesis for an error, and not for one that is allowed', () => {
    expect(() => appWith({ subscribed: false, plugin: {} }).app.synth()).toThrow(
      /ERROR has no subscription, and is an action of depth; what must hold: .*tiltmeter::topic-without-subscriber/s,
    );
    const allow = ['topic-without-subscriber'];
    expect(() => appWith({ subscribed: false, plugin: { allow } }).app.synth()).not.toThrow();
  });

  test('names the resource, the rule and the template', () => {
    const assembly = appWith({ subscribed: false }).app.synth();
    const { templateFullPath } = assembly.getStackByName('shop');
    const report = new TemplateChecks().validate({
      stackTemplates: [
        {
          templatePath: templateFullPath,
          stackConstructPath: 'shop',
          region: undefined,
          accountId: undefined,
        },
      ],
      templatePaths: [templateFullPath],
      appConstruct: new App(),
    });
    expect(report).toEqual({
      success: false,
      violations: [
        {
          ruleName: 'topic-without-subscriber',
          severity: 'error',
          description:
            'has no subscription, and is an action of depth; what must hold: a topic that alarms publish to has a subscription, unless the template hands it on to something else; otherwise the alert is published and nobody receives it',
          violatingResources: [
            {
              resourceLogicalId: expect.stringMatching(/^Page/),
              templatePath: templateFullPath,
              locations: [expect.stringMatching(/^shop\/Page/)],
            },
          ],
        },
      ],
    });
  });
});

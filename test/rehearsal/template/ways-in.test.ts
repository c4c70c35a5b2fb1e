import { join } from 'node:path';
import {
  parseIncident,
  readTemplates,
  rehearse,
  type TemplateModel,
  type TemplateSource,
} from '../../../lib/rehearsal';
import { QUEUE_DEPTH } from '../small-template';

/*
 * The same alarms in four documents: a template, answers of AWS, and a plan and a state. Plan and state were printed by
 * Terraform 1.11 of main.tf beside them, by a stand-in provider that has the schema of hashicorp/aws and no AWS behind it.
 */
const terraform = (file: string): TemplateSource => ({ path: join(__dirname, 'terraform', file) });
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
const [PAGE, TICKET] = [arn('sns', 'page'), arn('sns', 'ticket')];

const DEPTH = {
  AlarmName: 'depth-jobs',
  ...QUEUE_DEPTH,
  DatapointsToAlarm: 3,
  TreatMissingData: 'ignore',
};
const ERRORS = {
  AlarmName: 'errors',
  Namespace: 'App',
  MetricName: 'errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};
const BOTH = { AlarmName: 'both', AlarmRule: 'ALARM("depth-jobs") AND ALARM(errors)' };
const SCHEDULE = { Expression: 'cron(0 2 * * *)', Duration: 'PT4H', Timezone: 'Asia/Tokyo' };

const resource = (Type: string, Properties: object) => ({ Type, Properties });
const subscription = (topic: string, Endpoint: string) =>
  resource('AWS::SNS::Subscription', { TopicArn: { Ref: topic }, Protocol: 'email', Endpoint });

const TEMPLATE: TemplateSource = {
  region: 'eu-west-1',
  template: {
    Resources: {
      Page: resource('AWS::SNS::Topic', { TopicName: 'page' }),
      Ticket: resource('AWS::SNS::Topic', { TopicName: 'ticket' }),
      PageMail: subscription('Page', 'oncall@example.com'),
      TicketMail: subscription('Ticket', 'tickets@example.com'),
      Group: resource('AWS::Logs::LogGroup', { LogGroupName: '/app' }),
      Filter: resource('AWS::Logs::MetricFilter', {
        FilterName: 'errors',
        LogGroupName: { Ref: 'Group' },
        FilterPattern: '{ $.level = "ERROR" }',
        MetricTransformations: [{ MetricName: 'errors', MetricNamespace: 'App', MetricValue: '1' }],
      }),
      Depth: resource('AWS::CloudWatch::Alarm', {
        ...DEPTH,
        AlarmActions: [{ Ref: 'Page' }],
        OKActions: [{ Ref: 'Page' }],
      }),
      Errors: resource('AWS::CloudWatch::Alarm', {
        ...ERRORS,
        AlarmActions: [{ Ref: 'Page' }, { Ref: 'Ticket' }],
      }),
      Both: resource('AWS::CloudWatch::CompositeAlarm', { ...BOTH, AlarmActions: [{ Ref: 'Page' }] }),
      Night: resource('AWS::CloudWatch::AlarmMuteRule', {
        Name: 'night',
        Rule: { Schedule: SCHEDULE },
        MuteTargets: { AlarmNames: ['errors'] },
      }),
    },
  },
};

const alarm = (properties: { AlarmName: string }, actions: string[], ok: string[] = []) => ({
  ...properties,
  AlarmArn: arn('cloudwatch', `alarm:${properties.AlarmName}`),
  ActionsEnabled: true,
  AlarmActions: actions,
  OKActions: ok,
  InsufficientDataActions: [],
  StateValue: 'OK',
  StateReason: 'Unchecked: Initial alarm creation',
  StateUpdatedTimestamp: '2026-01-05T09:00:00.000000+00:00',
});
const subscribed = (TopicArn: string, Endpoint: string) => ({
  SubscriptionArn: `${TopicArn}:0b6d2f1e-0000-4000-8000-000000000000`,
  Owner: '123456789012',
  Protocol: 'email',
  Endpoint,
  TopicArn,
});
const ANSWERS: TemplateSource[] = [
  {
    MetricAlarms: [alarm(DEPTH, [PAGE], [PAGE]), alarm(ERRORS, [PAGE, TICKET])],
    CompositeAlarms: [alarm(BOTH, [PAGE])],
  },
  {
    Name: 'night',
    AlarmMuteRuleArn: arn('cloudwatch', 'alarm-mute-rule:night'),
    Rule: { Schedule: SCHEDULE },
    MuteTargets: { AlarmNames: ['errors'] },
    Status: 'SCHEDULED',
  },
  {
    metricFilters: [
      {
        filterName: 'errors',
        filterPattern: '{ $.level = "ERROR" }',
        metricTransformations: [{ metricName: 'errors', metricNamespace: 'App', metricValue: '1' }],
        creationTime: 1767600000000,
        logGroupName: '/app',
        applyOnTransformedLogs: false,
      },
    ],
  },
  {
    logGroups: [
      {
        logGroupName: '/app',
        creationTime: 1,
        arn: arn('logs', 'log-group:/app:*'),
        logGroupClass: 'STANDARD',
      },
    ],
  },
  { Subscriptions: [subscribed(PAGE, 'oncall@example.com'), subscribed(TICKET, 'tickets@example.com')] },
  [{ Attributes: { TopicArn: PAGE } }, { Attributes: { TopicArn: TICKET } }],
].map((template) => ({ template }));

const WAYS: Record<string, TemplateSource[]> = {
  'answers of AWS': ANSWERS,
  'a plan': [terraform('plan.json')],
  'a state': [terraform('state.json')],
};

const INCIDENT = parseIncident(
  'backlog.yaml',
  `title: a backlog with errors
for: 30m
signals:
  - metric: { namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: { QueueName: jobs } }
    series: '0x9 500x9 0x9'
  - { log: /app, from: 12m, until: 15m, every: 30s, line: { level: ERROR } }
expect:
  - { by: 16m, alarm: both, state: ALARM }
  - { by: 16m, notified: page, alarm: depth-jobs }
  - { by: 16m, notified: ticket, alarm: errors }
`,
);

/** The alarms that all four documents have. */
function common(model: TemplateModel): TemplateModel {
  return {
    ...model,
    alarms: model.alarms.filter(({ alarmName }) => ['depth-jobs', 'errors'].includes(alarmName)),
  };
}

const byName = <T extends { alarmName: string }>(alarms: readonly T[]) =>
  [...alarms].sort((a, b) => (a.alarmName < b.alarmName ? -1 : 1));

describe.each(Object.entries(WAYS))('%s', (_, sources) => {
  const [usual, other] = [readTemplates([TEMPLATE]), common(readTemplates(sources))];

  test('say the same alarms, filters and subscribers as the template', () => {
    expect(other).toMatchObject({ region: 'eu-west-1', accountId: '123456789012', unsupported: [] });
    expect(byName(other.alarms)).toEqual(byName(usual.alarms));
    expect(other.compositeAlarms).toEqual(usual.compositeAlarms);
    expect(other.metricFilters.map(({ unit, ...filter }) => filter)).toEqual(usual.metricFilters);
    expect(other.subscriptions).toEqual(usual.subscriptions);
    expect(other.muteRules).toEqual(usual.muteRules);
  });

  test('rehearse as the template does', () => {
    const [told, expected] = [other, usual].map((model) => {
      const { verdicts, outcome } = rehearse(model, INCIDENT, { readings: 'default' });
      return { verdicts, notifications: outcome.notifications, transitions: outcome.transitions };
    });
    expect(expected!.verdicts.map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'holds']);
    expect(expected!.notifications.length).toBeGreaterThan(3);
    expect(told).toEqual(expected);
  });
});

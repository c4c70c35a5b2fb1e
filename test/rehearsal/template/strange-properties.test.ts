import { parseIncident, readTemplates, rehearse, runChecks } from '../../../lib/rehearsal';

const alarm = (properties: object) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'failed',
    Namespace: 'Shop',
    MetricName: 'failed',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    AlarmActions: [{ Ref: 'Page' }],
    ...properties,
  },
});

const subscription = (properties: object = {}) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: { Ref: 'Page' }, Protocol: 'email', Endpoint: 'a@example.com', ...properties },
});

const read = (properties: object, more: object = {}) =>
  readTemplates([
    {
      template: {
        Resources: { A: alarm(properties), Page: { Type: 'AWS::SNS::Topic' }, Mail: subscription(), ...more },
      },
      stackName: 's',
    },
  ]);

test.each<[string, object, readonly string[]]>([
  [
    'misspelt is wrong',
    { TreatMisingData: 'breaching' },
    ["property-invalid: TreatMisingData: unknown property, did you mean 'TreatMissingData'"],
  ],
  ['newer than this is none of our business', { SomethingQuiteNew: true }, []],
  [
    'in another file is not known',
    { 'Fn::Transform': { Name: 'AWS::Include' } },
    [
      'value-not-known: its properties are put in by Fn::Transform when CloudFormation runs it; give the processed template',
    ],
  ],
])('a property that is %s', (_, properties, findings) => {
  expect(runChecks(read(properties)).map(({ code, message }) => `${code}: ${message}`)).toEqual(findings);
});

test('a property that an answer could depend on is said to be not modelled', () => {
  const topic = { Type: 'AWS::SNS::Topic', Properties: { DataProtectionPolicy: {} } };
  expect(runChecks(read({}, { Page: topic }))).toMatchObject([
    { code: 'not-modelled', resource: 's/Page', message: 'DataProtectionPolicy is not modelled' },
  ]);
});

describe("an alarm's tags", () => {
  const TAGS = [
    { Key: 'team', Value: 'jobs' },
    { Key: 'stage', Value: 'dev' },
    { Key: 'aws:cloudformation:stack-name', Value: 's' },
  ];
  const propagated = (propagation: object) =>
    read({ Tags: TAGS, ActionConfiguration: { AlarmTagsPropagation: propagation } });

  test.each<[object, object | undefined]>([
    [{ Enabled: true }, { team: 'jobs', stage: 'dev' }],
    [{ Enabled: true, IncludedTagKeys: ['team'] }, { team: 'jobs' }],
    [{ Enabled: true, ExcludedTagKeys: ['team'] }, { stage: 'dev' }],
    [{ Enabled: false }, undefined],
  ])('go out as %j says', (propagation, tags) => {
    expect(propagated(propagation).alarms[0]!.propagatedTags).toEqual(tags);
  });

  test('are in the message, so that a subscription can filter by them', () => {
    const filter = (team: string, status: string) =>
      subscription({
        Endpoint: `${team}@example.com`,
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: { AlarmTagsStatus: [status] },
      });
    const model = readTemplates([
      {
        template: {
          Resources: {
            A: alarm({
              Tags: TAGS,
              ActionConfiguration: { AlarmTagsPropagation: { Enabled: true, IncludedTagKeys: ['team'] } },
            }),
            Page: { Type: 'AWS::SNS::Topic' },
            Jobs: filter('jobs', 'SUCCESS'),
            Web: filter('web', 'FAILED'),
          },
        },
        stackName: 's',
      },
    ]);
    const text = `title: t
for: 10m
signals:
  - { metric: { namespace: Shop, name: failed }, series: '3x9' }
expect: []
`;
    const { outcome, deliveries } = rehearse(model, parseIncident('i.yaml', text));
    const alarmed = outcome.notifications.find(({ state }) => state === 'ALARM')!;
    expect(JSON.parse(alarmed.body)).toMatchObject({
      AlarmTags: [{ Key: 'team', Value: 'jobs' }],
      AlarmTagsStatus: 'SUCCESS',
    });
    expect(deliveries(alarmed).map(({ endpoint }) => endpoint)).toEqual(['jobs@example.com']);
  });
});

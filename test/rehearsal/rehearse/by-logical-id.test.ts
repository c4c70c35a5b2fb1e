import { parseIncident, readTemplates, rehearse } from '../../../lib/rehearsal';

/** Names are generated from the stack's, which is that of the file. */
const model = (stackName: string) =>
  readTemplates([
    {
      stackName,
      template: {
        Resources: {
          Page: {
            Type: 'AWS::SNS::Topic',
            Properties: { Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }] },
          },
          Jobs: { Type: 'AWS::SQS::Queue' },
          Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
          Log: { Type: 'AWS::Logs::LogGroup' },
          Lines: {
            Type: 'AWS::Logs::MetricFilter',
            Properties: {
              LogGroupName: { Ref: 'Log' },
              FilterPattern: 'ERROR',
              MetricTransformations: [{ MetricNamespace: 'Shop', MetricName: 'errors', MetricValue: '1' }],
            },
          },
          Deep: alarm('AWS/SQS', 'ApproximateNumberOfMessagesVisible', {
            QueueName: { 'Fn::GetAtt': ['Jobs', 'QueueName'] },
          }),
          Slow: alarm('AWS/ApplicationELB', 'TargetResponseTime', {
            LoadBalancer: { 'Fn::GetAtt': ['Balancer', 'LoadBalancerFullName'] },
          }),
          Errors: alarm('Shop', 'errors', {}),
        },
      },
    },
  ]);

function alarm(Namespace: string, MetricName: string, dimensions: object) {
  const Properties = {
    Namespace,
    MetricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [{ Ref: 'Page' }],
  };
  return { Type: 'AWS::CloudWatch::Alarm', Properties };
}

const INCIDENT = `title: everything at once
for: 15m
signals:
  - metric: { namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: { QueueName: Jobs } }
    series: '5x14'
  - metric: { namespace: AWS/ApplicationELB, name: TargetResponseTime, dimensions: { LoadBalancer: Balancer } }
    series: '5x14'
  - { log: Log, every: 30s, line: ERROR }
expect:
  - { by: 14m, alarm: Deep }
  - { by: 14m, alarm: Slow }
  - { by: 14m, alarm: Errors }
  - { by: 14m, notified: Page, alarm: Deep }
`;

test.each(['shop', 'shop-renamed'])(
  'an incident by logical ids holds whatever the stack is called: %s',
  (stackName) => {
    const { verdicts, notes } = rehearse(model(stackName), parseIncident('i.yaml', INCIDENT));
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(Array(4).fill('holds'));
    expect(notes).toEqual([]);
  },
);

test('a logical id that the template does not have is as unknown as any name', () => {
  const text = 'title: t\nfor: 5m\nsignals: []\nexpect:\n  - { never: Deeep }\n';
  expect(() => rehearse(model('shop'), parseIncident('i.yaml', text))).toThrow(
    /^i\.yaml:5: unknown alarm, got 'Deeep'/,
  );
});

test('generated names are taken of a stack of whatever name', () => {
  const played = (incident: string) => {
    const { verdicts, notes } = rehearse(model('shop'), parseIncident('i.yaml', incident));
    return [...verdicts.map(({ outcome }) => outcome), ...notes];
  };
  const other = model('reports');
  const nameIn = (logicalId: string) => other.resources.find((one) => one.logicalId === logicalId)!.name!;
  const text = INCIDENT.replace(/\b(Deep|Slow|Errors|Page|Jobs|Log)\b(?! *:)/g, nameIn);
  expect(text).toMatch(/alarm: reports-Deep-[0-9A-F]{12}/);
  expect(played(text)).toEqual(Array(4).fill('holds'));
  expect(() => played(text.replace('reports-Deep', 'shop-Deep'))).toThrow(/unknown alarm, got 'shop-Deep-/);
});

import { draftIncidents } from '../../../lib/proof/draft';
import { parseIncident, readTemplates, rehearse } from '../../../lib/rehearsal';

const query = (Id: string, MetricName: string) => ({
  Id,
  ReturnData: false,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/ApplicationELB',
      MetricName,
      Dimensions: [{ Name: 'LoadBalancer', Value: 'app/web/0123456789abcdef' }],
    },
    Period: 60,
    Stat: 'Sum',
  },
});
const model = readTemplates([
  {
    template: {
      Resources: {
        Share: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            AlarmName: 'share',
            EvaluationPeriods: 1,
            Threshold: 5,
            ComparisonOperator: 'GreaterThanThreshold',
            TreatMissingData: 'notBreaching',
            Metrics: [
              { Id: 'e', Expression: '100 * bad / all' },
              query('bad', 'HTTPCode_Target_5XX_Count'),
              query('all', 'RequestCount'),
            ],
          },
        },
      },
    },
    stackName: 's',
  },
]);

test('what moves an alarm in most readings is written, and where it does not is a finding', () => {
  const { incidents, findings, coverage } = draftIncidents(model, [], {});
  const unless =
    'CloudWatch looks back 1 minutes at a 60 s alarm (range-math=only-n), and a metric of AWS can be seen 120 s after its time (aws-delay=120)';
  expect(findings).toEqual([
    {
      kind: 'alarm',
      name: 'share',
      message: `its incident is not proved: nothing that was tried takes it into ALARM and back where ${unless}`,
    },
  ]);
  expect(coverage.percent).toBe(100);
  const text = incidents[0]!.text.replaceAll(/\n# +/g, ' ');
  expect(text).toContain(`Not proved: nothing that was tried takes it into ALARM and back where ${unless}.`);
  const late = { fixed: { 'range-math': 'only-n', 'aws-delay': 120 } } as const;
  const incident = parseIncident('d.yaml', incidents[0]!.text);
  expect(rehearse(model, incident).passed).toBe(true);
  expect(rehearse(model, incident, late).passed).toBe(false);
});

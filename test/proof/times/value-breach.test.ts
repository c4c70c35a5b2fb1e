import { templateTimes } from '../../../lib/proof/times';
import { readTemplates } from '../../../lib/rehearsal';

const metric = (Id: string, MetricName: string) => {
  const Metric = {
    Namespace: 'AWS/Lambda',
    MetricName,
    Dimensions: [{ Name: 'FunctionName', Value: 'orders' }],
  };
  return { Id, MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: false };
};

test('a rate that breaches when it is missing is still seen to step over its threshold', () => {
  const Properties = {
    AlarmName: 'rate',
    Metrics: [
      metric('errors', 'Errors'),
      metric('invocations', 'Invocations'),
      { Id: 'rate', Expression: '100 * errors / invocations', ReturnData: true },
    ],
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    TreatMissingData: 'breaching',
  };
  const template = { Resources: { Rate: { Type: 'AWS::CloudWatch::Alarm', Properties } } };
  const [times] = templateTimes(readTemplates([{ template, stackName: 's' }]));
  const detected = times!.faults.filter(({ alarm }) => alarm !== undefined).map(({ fault }) => fault);
  expect(detected).toEqual(expect.arrayContaining(['silence', 'step']));
});

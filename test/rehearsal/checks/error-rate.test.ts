import { readTemplates, runChecks } from '../../../lib/rehearsal';

const findings = (Statistic: string, Threshold: number) =>
  runChecks(
    readTemplates([
      {
        stackName: 's',
        template: {
          Resources: {
            A: {
              Type: 'AWS::CloudWatch::Alarm',
              Properties: {
                Namespace: 'AWS/ApiGateway',
                MetricName: '5XXError',
                Dimensions: [{ Name: 'ApiName', Value: 'shop' }],
                Statistic,
                Threshold,
                Period: 300,
                EvaluationPeriods: 2,
                ComparisonOperator: 'GreaterThanThreshold',
                AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
              },
            },
          },
        },
      },
    ]),
  ).map(({ code, message }) => `${code}: ${message}`);

test("the Average of a REST API's errors is a rate, and never above 1", () => {
  expect(findings('Average', 5)).toEqual(['alarm-never-alarms: Average > 5 never holds: 5XXError is 0 or 1']);
  expect(findings('Average', 0.05)).toEqual([]);
});

test("the Sum of a REST API's errors is their number", () => {
  expect(findings('Sum', 5)).toEqual([]);
});

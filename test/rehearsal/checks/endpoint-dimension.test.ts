import { readTemplates, runChecks } from '../../../lib/rehearsal';

test('an endpoint is no identifier of a database', () => {
  const Value = 'shop.cluster-abc.us-east-1.rds.amazonaws.com';
  const properties = {
    Namespace: 'AWS/RDS',
    MetricName: 'FreeableMemory',
    Dimensions: [{ Name: 'DBClusterIdentifier', Value }],
    Statistic: 'Minimum',
    Threshold: 1e8,
    Period: 60,
    EvaluationPeriods: 5,
    ComparisonOperator: 'LessThanThreshold',
    AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
  };
  const template = { Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } } };
  expect(runChecks(readTemplates([{ stackName: 's', template }])).map(({ message }) => message)).toEqual([
    `DBClusterIdentifier: got '${Value}', allowed: the cluster's identifier (Ref)`,
  ]);
});

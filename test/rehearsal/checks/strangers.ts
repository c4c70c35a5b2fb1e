import { judgeBranches, readBranches } from '../../../lib/rehearsal';

export type Properties = Readonly<Record<string, unknown>>;

export const OPS = 'arn:aws:sns:us-east-1:123456789012:ops';

/** An alarm that somebody hears, on one metric. */
export function alarm(namespace: string, metricName: string, dimensions: Properties, more: Properties = {}) {
  return resource('CloudWatch::Alarm', {
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    AlarmActions: [OPS],
    ...more,
  });
}
export const resource = (type: string, properties: Properties = {}) => ({
  Type: `AWS::${type}`,
  Properties: properties,
});
export const getAtt = (...path: string[]) => ({ 'Fn::GetAtt': path });
export const queueAlarm = (dimensions: Properties, more: Properties = {}) =>
  alarm('AWS/SQS', 'ApproximateNumberOfMessagesVisible', dimensions, more);
export const silent = { AlarmActions: [] };
export const filter = (metric: Properties) =>
  resource('Logs::MetricFilter', {
    LogGroupName: '/app',
    FilterPattern: 'ERROR',
    MetricTransformations: [{ MetricNamespace: 'App', MetricValue: '1', ...metric }],
  });
export const LAMBDA = ['AWS/Lambda', 'Errors', { FunctionName: 'f' }] as const;

/** What is found in a template of these resources: `CODE ID: MESSAGE`. */
export function judged(resources: Properties, rest: Properties = {}, region?: string): string[] {
  const template = { Resources: resources, ...rest };
  const source = { template, stackName: 's', ...(region === undefined ? {} : { region }) };
  return judgeBranches(readBranches([source])).map(
    ({ code, resource: id, message }) => `${code} ${id}: ${message}`,
  );
}

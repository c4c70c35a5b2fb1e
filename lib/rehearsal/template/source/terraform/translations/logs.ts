import { from, pairs, type Translation } from './translation';

export const LOG_TRANSLATIONS: Readonly<Record<string, Translation>> = {
  aws_cloudwatch_log_group: {
    type: 'AWS::Logs::LogGroup',
    attributes: { id: 'Ref', name: 'Ref' },
    properties: (of) => ({
      LogGroupName: of.name(),
      ...from(of, { LogGroupClass: 'log_group_class', KmsKeyId: 'kms_key_id' }),
      RetentionInDays: of.counted('retention_in_days'),
    }),
  },
  aws_cloudwatch_log_metric_filter: {
    type: 'AWS::Logs::MetricFilter',
    properties: (of) => ({
      FilterName: of.name(),
      FilterPattern: of.get('pattern') ?? '',
      LogGroupName: of.get('log_group_name'),
      ApplyOnTransformedLogs: of.get('apply_on_transformed_logs'),
      MetricTransformations: of.blocks('metric_transformation').map((one) => ({
        ...from(one, { MetricName: 'name', MetricNamespace: 'namespace', MetricValue: 'value' }),
        DefaultValue: one.get('default_value'),
        Unit: one.get('unit'),
        Dimensions: pairs(one.get('dimensions'), 'Key'),
      })),
    }),
  },
  aws_cloudwatch_log_subscription_filter: {
    type: 'AWS::Logs::SubscriptionFilter',
    properties: (of) => ({
      FilterName: of.name(),
      FilterPattern: of.get('filter_pattern') ?? '',
      ...from(of, { LogGroupName: 'log_group_name', DestinationArn: 'destination_arn' }),
    }),
  },
};

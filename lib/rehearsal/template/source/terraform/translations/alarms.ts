import { type Attributes, from, pairs, type Translation } from './translation';

const ALARM = {
  ActionsEnabled: 'actions_enabled',
  AlarmActions: 'alarm_actions',
  AlarmDescription: 'alarm_description',
  InsufficientDataActions: 'insufficient_data_actions',
  OKActions: 'ok_actions',
};
const NAMES = { id: 'Ref', alarm_name: 'Ref', arn: 'Arn' };

/** Source: the provider's documentation of each type. */
export const ALARM_TRANSLATIONS: Readonly<Record<string, Translation>> = {
  aws_cloudwatch_metric_alarm: {
    type: 'AWS::CloudWatch::Alarm',
    attributes: NAMES,
    properties: (of) => ({
      ...from(of, ALARM),
      AlarmName: of.name('alarm_name'),
      ...from(of, {
        ComparisonOperator: 'comparison_operator',
        EvaluateLowSampleCountPercentile: 'evaluate_low_sample_count_percentiles',
        ExtendedStatistic: 'extended_statistic',
        MetricName: 'metric_name',
        Namespace: 'namespace',
        Statistic: 'statistic',
        Threshold: 'threshold',
        ThresholdMetricId: 'threshold_metric_id',
        TreatMissingData: 'treat_missing_data',
        Unit: 'unit',
        EvaluationCriteria: 'evaluation_criteria',
      }),
      EvaluationPeriods: of.counted('evaluation_periods'),
      DatapointsToAlarm: of.counted('datapoints_to_alarm'),
      Period: of.counted('period'),
      Dimensions: pairs(of.get('dimensions'), 'Name'),
      Metrics: queries(of),
    }),
  },
  aws_cloudwatch_composite_alarm: {
    type: 'AWS::CloudWatch::CompositeAlarm',
    attributes: NAMES,
    properties: (of) => {
      const suppressor = of.block('actions_suppressor');
      return {
        ...from(of, ALARM),
        AlarmName: of.name('alarm_name'),
        AlarmRule: of.get('alarm_rule'),
        ActionsSuppressor: suppressor?.get('alarm'),
        ActionsSuppressorWaitPeriod: suppressor?.get('wait_period'),
        ActionsSuppressorExtensionPeriod: suppressor?.get('extension_period'),
      };
    },
  },
  aws_cloudwatch_alarm_mute_rule: {
    type: 'AWS::CloudWatch::AlarmMuteRule',
    properties: (of) => {
      const schedule = of.block('rule')?.block('schedule');
      return {
        Name: of.name(),
        ...from(of, { StartDate: 'start_date', ExpireDate: 'expire_date' }),
        Rule: schedule && {
          Schedule: {
            Expression: schedule.get('expression'),
            Duration: schedule.get('duration'),
            Timezone: schedule.get('timezone'),
          },
        },
        MuteTargets: { AlarmNames: of.block('mute_targets')?.get('alarm_names') ?? [] },
      };
    },
  },
  aws_cloudwatch_dashboard: {
    type: 'AWS::CloudWatch::Dashboard',
    properties: (of) => ({
      DashboardName: of.name('dashboard_name'),
      DashboardBody: of.get('dashboard_body'),
    }),
  },
};

// --- internal ---

function queries(of: Attributes): unknown {
  const blocks = of.blocks('metric_query');
  // Blocks that are not known at all.
  if (blocks.length === 0) return of.get('metric_query');
  return blocks.map((query) => {
    const metric = query.block('metric');
    return {
      Id: query.get('id'),
      AccountId: query.get('account_id'),
      Expression: query.get('expression'),
      Label: query.get('label'),
      Period: query.counted('period'),
      // The provider's default is false, CloudFormation's true.
      ReturnData: query.get('return_data') ?? false,
      MetricStat: metric && {
        Metric: {
          ...from(metric, { MetricName: 'metric_name', Namespace: 'namespace' }),
          Dimensions: pairs(metric.get('dimensions'), 'Name'),
        },
        Period: metric.counted('period'),
        Stat: metric.get('stat'),
        Unit: metric.get('unit'),
      },
    };
  });
}

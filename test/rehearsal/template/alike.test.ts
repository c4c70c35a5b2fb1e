import { parseIncident, readTemplates, rehearse, type TemplateModel } from '../../../lib/rehearsal';

/*
 * One alarm of each kind, written as a template, as aws cloudwatch describe-alarms answers, and as a plan of Terraform has
 * it (attributes by the documentation of the provider): all three rehearse alike.
 */
type Properties = Readonly<Record<string, unknown>>;

const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
const PAGE = arn('sns', 'page');

const STATIC = {
  Namespace: 'Acme',
  MetricName: 'Latency',
  Dimensions: [{ Name: 'Worker', Value: 'a' }],
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  // Terraform always says it.
  TreatMissingData: 'missing',
  AlarmActions: [PAGE],
  OKActions: [PAGE],
};
const AVERAGE = { ...STATIC, Statistic: 'Average' };
const metricQuery = (Id: string, MetricName: string, Stat = 'Sum', more: Properties = {}) => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: 'Acme', MetricName, Dimensions: [] }, Period: 60, Stat, ...more },
});
const math = (Expression: string, more: Properties = {}) => ({
  EvaluationPeriods: 2,
  Threshold: 0.2,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'missing',
  AlarmActions: [PAGE],
  Metrics: [
    { Id: 'ratio', Expression, Label: 'share', ReturnData: true },
    metricQuery('failed', 'Failed'),
    metricQuery('runs', 'Runs'),
  ],
  ...more,
});

/** Properties of CloudFormation, which are those of the answer, by what is special. */
const KINDS: Readonly<Record<string, Properties>> = {
  'a statistic': AVERAGE,
  ...Object.fromEntries(
    ['SampleCount', 'Sum', 'Minimum', 'Maximum'].map((Statistic) => [Statistic, { ...STATIC, Statistic }]),
  ),
  ...Object.fromEntries(
    ['p90', 'tm95', 'PR(2:7)', 'TC(2%:98%)'].map((ExtendedStatistic) => [
      ExtendedStatistic,
      { ...STATIC, ExtendedStatistic },
    ]),
  ),
  'a percentile of few samples': {
    ...STATIC,
    ExtendedStatistic: 'p99',
    EvaluateLowSampleCountPercentile: 'ignore',
  },
  ...Object.fromEntries(
    ['missing', 'ignore', 'breaching', 'notBreaching'].map((TreatMissingData) => [
      `missing data as ${TreatMissingData}`,
      { ...AVERAGE, TreatMissingData },
    ]),
  ),
  ...Object.fromEntries(
    ['GreaterThanOrEqualToThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold'].map((one) => [
      one,
      { ...AVERAGE, ComparisonOperator: one },
    ]),
  ),
  'M of N': { ...AVERAGE, EvaluationPeriods: 5, DatapointsToAlarm: 2 },
  'ten seconds': { ...AVERAGE, Period: 10 },
  'a unit': { ...AVERAGE, Unit: 'Seconds' },
  'a unit that is not published': { ...AVERAGE, Unit: 'Bytes' },
  'no dimensions': { ...AVERAGE, MetricName: 'Runs', Dimensions: [] },
  'actions that are disabled': { ...AVERAGE, ActionsEnabled: false },
  'an action for too few data': { ...AVERAGE, InsufficientDataActions: [PAGE] },
  'a description': { ...AVERAGE, AlarmDescription: 'what to do' },
  'metric math': math('failed / runs'),
  'metric math of filled gaps': math('FILL(failed, 0) / FILL(runs, REPEAT)', {
    TreatMissingData: 'breaching',
  }),
  'metric math of a condition': math('IF(runs > 0, failed / runs, 0)', { DatapointsToAlarm: 1 }),
  'one metric among the queries': {
    ...math('runs'),
    Metrics: [{ ...metricQuery('runs', 'Runs'), ReturnData: true }],
  },
  'a metric that is a unit among the queries': {
    ...math('runs * 2'),
    Metrics: [
      { Id: 'twice', Expression: 'runs * 2', ReturnData: true },
      metricQuery('runs', 'Runs', 'Average', { Unit: 'Count' }),
    ],
  },
};

/** Kinds that are not played: all three say so in the same words. */
const NOT_PLAYED: Readonly<Record<string, Properties>> = {
  'Metrics Insights': math('SELECT SUM(Failed) FROM Acme', {
    Metrics: [{ Id: 'q', Expression: 'SELECT SUM(Failed) FROM Acme', Period: 60, ReturnData: true }],
  }),
  'an anomaly detection band': {
    EvaluationPeriods: 2,
    ComparisonOperator: 'GreaterThanUpperThreshold',
    ThresholdMetricId: 'band',
    AlarmActions: [PAGE],
    Metrics: [
      { ...metricQuery('runs', 'Runs'), ReturnData: true },
      { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(runs, 2)', ReturnData: true },
    ],
  },
};

const INCIDENT = parseIncident(
  'slow.yaml',
  `title: slow and failing, with a gap
for: 50m
signals:
  - metric: { namespace: Acme, name: Latency, dimensions: { Worker: a } }
    unit: Seconds
    series: '1x9 9x9 _x6 2x8 6x7'
  - metric: { namespace: Acme, name: Runs }
    unit: Count
    series: '10x12 _x3 10x24'
  - metric: { namespace: Acme, name: Failed }
    series: '0x10 4x8 _x4 1x17'
expect:
  - { never: watched }
`,
);

/** What came of it, and what the alarm is. */
function played(model: TemplateModel) {
  const { outcome, histories } = rehearse(model, INCIDENT, { readings: 'default' });
  const { notifications, transitions, notices } = outcome;
  return {
    alarms: model.alarms,
    composites: model.compositeAlarms,
    notifications,
    transitions,
    notices,
    histories,
  };
}

const readIn = (template: unknown) =>
  readTemplates([{ template, stackName: 's', region: 'eu-west-1', accountId: '123456789012' }]);
const inTemplate = (alarms: readonly Alarm[]) =>
  readIn({
    Resources: Object.fromEntries(
      alarms.map(({ type, AlarmName, ...rest }) => [
        AlarmName,
        { Type: `AWS::CloudWatch::${type}`, Properties: { AlarmName, ...rest } },
      ]),
    ),
  });

interface Alarm extends Properties {
  readonly type: 'Alarm' | 'CompositeAlarm';
  readonly AlarmName: string;
}
const watched = (properties: Properties): Alarm => ({ type: 'Alarm', AlarmName: 'watched', ...properties });

/** As DescribeAlarms answers: every list is there, and so is what has come of the alarm. */
function answered(alarms: readonly Alarm[]): TemplateModel {
  const described = ({ type: _type, ...properties }: Alarm) => ({
    ActionsEnabled: true,
    AlarmActions: [],
    OKActions: [],
    InsufficientDataActions: [],
    ...properties,
    AlarmArn: arn('cloudwatch', `alarm:${properties.AlarmName}`),
    AlarmConfigurationUpdatedTimestamp: '2026-01-05T09:00:00.000000+00:00',
    StateValue: 'ALARM',
    StateReason: 'Threshold Crossed',
    StateUpdatedTimestamp: '2026-01-05T09:00:00.000000+00:00',
  });
  const of = (type: string) => alarms.filter((one) => one.type === type).map(described);
  return readIn({ MetricAlarms: of('Alarm'), CompositeAlarms: of('CompositeAlarm') });
}

/** As a plan has it: attributes in snake case, blocks as lists, null for what is not given. */
function planned(alarms: readonly Alarm[]): TemplateModel {
  const resources = alarms.map(({ type, ...properties }) => {
    const kind = type === 'Alarm' ? 'aws_cloudwatch_metric_alarm' : 'aws_cloudwatch_composite_alarm';
    const values = type === 'Alarm' ? metricAttributes(properties) : compositeAttributes(properties);
    const name = properties.AlarmName;
    return { address: `${kind}.${name}`, mode: 'managed', type: kind, name, values, expressions: {} };
  });
  return readIn({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: { resources } },
    resource_changes: resources.map(({ address }) => ({ address, change: { after_unknown: { id: true } } })),
    configuration: { root_module: { resources } },
  });
}

describe.each(Object.entries(KINDS))('an alarm with %s', (_kind, properties) => {
  const alarms = [watched(properties)];
  const expected = played(inTemplate(alarms));

  test('rehearses alike', () => {
    expect(expected.alarms).toHaveLength(1);
    expect(played(answered(alarms))).toEqual(expected);
    expect(played(planned(alarms))).toEqual(expected);
  });
});

test('most of the kinds change their state in the incident', () => {
  const moved = Object.values(KINDS).filter((properties) =>
    played(inTemplate([watched(properties)])).transitions.some(({ to }) => to === 'ALARM'),
  );
  expect(moved.length).toBeGreaterThan(15);
});

describe.each(Object.entries(NOT_PLAYED))('an alarm with %s', (_kind, properties) => {
  test('is left out alike', () => {
    const reasons = (model: TemplateModel) => model.unsupported.map(({ reason }) => reason);
    const alarms = [watched(properties)];
    const expected = reasons(inTemplate(alarms));
    expect(expected).toHaveLength(1);
    expect(reasons(answered(alarms))).toEqual(expected);
    expect(reasons(planned(alarms))).toEqual(expected);
  });
});

test('a wall-clock window, which the provider does not have, rehearses as in the template', () => {
  const EvaluationWindow = { WallClockWindow: { Timezone: 'Europe/Berlin' } };
  const alarms = [watched({ ...AVERAGE, Period: 300, EvaluationPeriods: 1, EvaluationWindow })];
  const expected = played(inTemplate(alarms));
  expect(expected.alarms).toMatchObject([{ wallClockWindow: { timezone: 'Europe/Berlin' } }]);
  expect(played(answered(alarms))).toEqual(expected);
});

test('composites, with what suppresses their actions, rehearse alike', () => {
  const alarms: Alarm[] = [
    watched(AVERAGE),
    { type: 'Alarm', AlarmName: 'failing', ...math('failed / runs') },
    {
      type: 'CompositeAlarm',
      AlarmName: 'either',
      AlarmRule: 'ALARM(watched) OR ALARM(failing)',
      AlarmActions: [PAGE],
      OKActions: [PAGE],
    },
    {
      type: 'CompositeAlarm',
      AlarmName: 'quiet',
      AlarmRule: 'ALARM(either)',
      AlarmActions: [PAGE],
      ActionsSuppressor: 'failing',
      ActionsSuppressorWaitPeriod: 120,
      ActionsSuppressorExtensionPeriod: 180,
    },
    {
      type: 'CompositeAlarm',
      AlarmName: 'both',
      AlarmRule: 'ALARM(watched) AND NOT OK(failing)',
      ActionsEnabled: false,
    },
  ];
  const expected = played(inTemplate(alarms));
  expect(expected.composites).toHaveLength(3);
  expect(expected.notifications.length).toBeGreaterThan(3);
  expect(played(answered(alarms))).toEqual(expected);
  expect(played(planned(alarms))).toEqual(expected);
});

// --- internal ---

function metricAttributes(of: Properties): Properties {
  return {
    ...common(of),
    comparison_operator: of.ComparisonOperator,
    datapoints_to_alarm: of.DatapointsToAlarm ?? null,
    dimensions: dimensionsOf(of.Dimensions),
    evaluate_low_sample_count_percentiles: of.EvaluateLowSampleCountPercentile ?? null,
    evaluation_periods: of.EvaluationPeriods,
    extended_statistic: of.ExtendedStatistic ?? null,
    metric_name: of.MetricName ?? null,
    metric_query: ((of.Metrics as Properties[] | undefined) ?? []).map(queryOf),
    namespace: of.Namespace ?? null,
    period: of.Period ?? null,
    statistic: of.Statistic ?? null,
    threshold: of.Threshold ?? null,
    threshold_metric_id: of.ThresholdMetricId ?? null,
    treat_missing_data: of.TreatMissingData ?? 'missing',
    unit: of.Unit ?? null,
  };
}

function queryOf({ Id, Expression, Label, Period, ReturnData, MetricStat }: Properties): Properties {
  const stat = MetricStat as (Properties & { Metric: Properties }) | undefined;
  const metric = stat && {
    dimensions: dimensionsOf(stat.Metric.Dimensions),
    metric_name: stat.Metric.MetricName,
    namespace: stat.Metric.Namespace,
    period: stat.Period,
    stat: stat.Stat,
    unit: stat.Unit ?? null,
  };
  return {
    account_id: null,
    expression: Expression ?? null,
    id: Id,
    label: Label ?? null,
    metric: metric ? [metric] : [],
    period: Period ?? null,
    return_data: ReturnData ?? null,
  };
}

function compositeAttributes(of: Properties): Properties {
  const suppressor = {
    alarm: of.ActionsSuppressor,
    extension_period: of.ActionsSuppressorExtensionPeriod,
    wait_period: of.ActionsSuppressorWaitPeriod,
  };
  return {
    ...common(of),
    alarm_rule: of.AlarmRule,
    actions_suppressor: of.ActionsSuppressor === undefined ? [] : [suppressor],
  };
}

const common = (of: Properties): Properties => ({
  actions_enabled: of.ActionsEnabled ?? true,
  alarm_actions: of.AlarmActions ?? null,
  alarm_description: of.AlarmDescription ?? null,
  alarm_name: of.AlarmName,
  insufficient_data_actions: of.InsufficientDataActions ?? null,
  ok_actions: of.OKActions ?? null,
  tags: null,
});

function dimensionsOf(dimensions: unknown): Properties | null {
  const pairs = (dimensions as { Name: string; Value: string }[] | undefined) ?? [];
  return pairs.length === 0 ? null : Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));
}

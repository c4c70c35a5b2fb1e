import type { CompositeAlarm, MetricAlarm, MetricSignal, Model, SeriesSignal } from '../../../lib/engine';

export const REGION = 'ap-southeast-2';
export const ACCOUNT = '123456789012';
export const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`;

/** 2026-01-05T09:00:00Z, a full hour. */
export const NINE = Date.UTC(2026, 0, 5, 9);
export const SECOND = 1_000;
export const MINUTE = 60_000;

export const arnOf = (alarmName: string): string =>
  `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${alarmName}`;

export const METRIC = { namespace: 'Test', metricName: 'Depth', dimensions: { Queue: 'core' } } as const;

/** An alarm on METRIC: Sum > 0 in each of `evaluationPeriods` minutes; every change is told to TOPIC. */
export function alarmOf(alarmName: string, change: Partial<MetricAlarm> = {}): MetricAlarm {
  return {
    alarmName,
    alarmArn: arnOf(alarmName),
    actionsEnabled: true,
    alarmActions: [TOPIC],
    okActions: [TOPIC],
    insufficientDataActions: [],
    metric: change.metrics ? undefined : { ...METRIC, period: 60, stat: 'Sum' },
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0,
    evaluationPeriods: 1,
    ...change,
  };
}

export function compositeOf(
  alarmName: string,
  alarmRule: string,
  change: Partial<CompositeAlarm> = {},
): CompositeAlarm {
  return {
    alarmName,
    alarmArn: arnOf(alarmName),
    actionsEnabled: true,
    alarmActions: [TOPIC],
    okActions: [TOPIC],
    insufficientDataActions: [],
    alarmRule,
    ...change,
  };
}

export function modelOf(change: Partial<Model>): Model {
  return {
    region: REGION,
    accountId: ACCOUNT,
    metricFilters: [],
    alarms: [],
    compositeAlarms: [],
    subscriptions: [],
    muteRules: [],
    logGroups: [],
    ...change,
  };
}

export const datum = (
  timestamp: number,
  value: number,
  change: Partial<MetricSignal> = {},
): MetricSignal => ({
  type: 'metric',
  ...METRIC,
  timestamp,
  value,
  ...change,
});

/** One value a minute from NINE on; null is missing. */
export const minutes = (
  values: readonly (number | null)[],
  change: Partial<SeriesSignal> = {},
): SeriesSignal => ({
  type: 'series',
  ...METRIC,
  start: NINE,
  every: MINUTE,
  length: values.length,
  valueAt: (index) => values[index]!,
  ...change,
});

/** `09:01:49 a OK`, for every transition. */
export const story = (transitions: readonly { at: number; alarmName: string; to: string }[]): string[] =>
  transitions.map(
    ({ at, alarmName, to }) => `${new Date(at).toISOString().slice(11, 19)} ${alarmName} ${to}`,
  );

import type { TreatMissingData } from '../../engine';

/** An experiment that is run in an account: what is made there, and which data are sent when. */
export interface Experiment {
  /** Begins every name that it makes, so that nothing else is deleted. */
  readonly prefix: string;
  readonly namespace: string;
  /** Of every datum. */
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
  /** PutMetricAlarm's input, in the order in which they are made. */
  readonly alarms: readonly (Readonly<Record<string, unknown>> & { readonly AlarmName: string })[];
  /** PutCompositeAlarm's. */
  readonly composites: readonly { readonly AlarmName: string; readonly AlarmRule: string }[];
  readonly queueName: string;
  /** Seconds from its start to its end. */
  readonly seconds: number;
  /** What is sent `second` seconds after its start. */
  readonly dataAt: (second: number) => readonly ProbeDatum[];
  /** Whether a message is sent to the queue then. */
  readonly sendsMessageAt: (second: number) => boolean;
}

export interface ProbeDatum {
  readonly metricName: string;
  readonly value: number;
  readonly storageResolution: 1 | 60;
}

/** Begins the names of every probe; `--clean` deletes what has it. */
export const PROBE_PREFIX = 'tiltmeter-probe-';

/** Seconds between two moments at which something may be sent. */
export const TICK = 10;

/**
 * Beats for ten minutes, a silence that is longer than any range that is tried, and beats again: when each alarm hears
 * of the silence shows how far it looks back.
 *
 * @param run tells two experiments apart, e.g. six hex digits
 */
export function experimentOf(run: string): Experiment {
  const prefix = `${PROBE_PREFIX}${run}-`;
  const dimensions = [{ Name: 'Run', Value: run }];
  const name = (rest: string) => `${prefix}${rest}`;
  const stat = (MetricName: string, Period: number) => ({
    Namespace: NAMESPACE,
    MetricName,
    Dimensions: dimensions,
    Statistic: 'Sum',
    Period,
  });
  const quiet = { Threshold: 1, ComparisonOperator: 'LessThanThreshold', ActionsEnabled: false };
  const loud = { Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', ActionsEnabled: false };
  const silence = (period: number, periods: number, metric = 'Beat') => ({
    AlarmName: name(`${period}s-${periods}`),
    ...stat(metric, period),
    ...quiet,
    EvaluationPeriods: periods,
    TreatMissingData: 'breaching',
  });
  const treatment = (TreatMissingData: TreatMissingData) => ({
    AlarmName: name(`60s-2-${TreatMissingData}`),
    ...stat('Beat', 60),
    ...loud,
    EvaluationPeriods: 2,
    TreatMissingData,
  });
  const never = (suffix: string, TreatMissingData: TreatMissingData) => ({
    AlarmName: name(suffix),
    ...stat('Never', 60),
    ...quiet,
    EvaluationPeriods: 1,
    TreatMissingData,
  });
  const math = (
    suffix: string,
    metric: string,
    Expression: string,
    periods: number,
    treat: TreatMissingData,
  ) => {
    const { Statistic: Stat, Period, ...Metric } = stat(metric, 60);
    return {
      AlarmName: name(suffix),
      ...quiet,
      EvaluationPeriods: periods,
      TreatMissingData: treat,
      Metrics: [
        { Id: 'e', Expression, ReturnData: true },
        { Id: 'm', MetricStat: { Metric, Stat, Period }, ReturnData: false },
      ],
    };
  };
  const [on, off] = [name('never-breaching'), name('never-not-breaching')];
  return {
    prefix,
    namespace: NAMESPACE,
    dimensions,
    alarms: [
      ...[1, 2, 3, 9].map((periods) => silence(60, periods)),
      ...[120, 180, 300].map((period) => silence(period, 1)),
      silence(30, 2, 'FastBeat'),
      silence(10, 30, 'FastBeat'),
      ...(['missing', 'notBreaching', 'ignore'] as const).map(treatment),
      math('math', 'Beat', 'm * 1', 2, 'breaching'),
      math('fill-never', 'Never', 'FILL(m, 0)', 1, 'notBreaching'),
      never('never-breaching', 'breaching'),
      never('never-not-breaching', 'notBreaching'),
      {
        AlarmName: name('queue'),
        Namespace: 'AWS/SQS',
        MetricName: 'NumberOfMessagesSent',
        Dimensions: [{ Name: 'QueueName', Value: name('queue') }],
        Statistic: 'Sum',
        Period: 60,
        ...loud,
        EvaluationPeriods: 2,
        DatapointsToAlarm: 1,
        TreatMissingData: 'notBreaching',
      },
    ],
    composites: [
      { AlarmName: name('or-and'), AlarmRule: `ALARM("${on}") OR ALARM("${off}") AND ALARM("${off}")` },
      { AlarmName: name('and-or'), AlarmRule: `ALARM("${off}") AND ALARM("${off}") OR ALARM("${on}")` },
    ],
    queueName: name('queue'),
    seconds: 34 * 60,
    dataAt: (second) => {
      const isBeating = second < BEATS_END || second >= BEATS_AGAIN;
      if (!isBeating) return [];
      return [
        { metricName: 'FastBeat', value: 1, storageResolution: 1 },
        ...(second % 60 === 0 ? [{ metricName: 'Beat', value: 1, storageResolution: 60 } as const] : []),
      ];
    },
    sendsMessageAt: (second) => second % 180 === 0 && second < BEATS_END,
  };
}

// --- internal ---

const NAMESPACE = 'Tiltmeter/Probe';
const BEATS_END = 10 * 60;
/** The longest range that is tried is 15 minutes, of 30 periods of 10 s. */
const BEATS_AGAIN = 29 * 60;
